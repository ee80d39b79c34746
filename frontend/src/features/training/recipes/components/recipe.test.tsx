import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { type Schema, recipeFields } from '../schema'
import { Recipe } from './recipe'
import { RecipeFields } from './recipe-fields'

const terms = () => screen.getAllByRole('term').map((term) => term.textContent)
const values = () => screen.getAllByRole('definition').map((value) => value.textContent)
const recipe = {
  kind: 'image-classification',
  epochs: 20,
  freeze: 'first-layers',
  flip: true,
  mean: null,
  widths: [64, 192],
  architecture: 'resnet20',
  of_a_later_server: 'new-way',
}

test('a recipe is read in words, and what the page does not know as the server says it', async () => {
  await renderPage(<Recipe recipe={recipe} />)
  expect(terms()).toEqual(['Epochs', 'Frozen layers', 'Mirroring', 'Mean', 'Widths', 'Network', 'Of a later server'])
  expect(values()).toEqual(['20', 'First layers', 'yes', '–', '64, 192', 'resnet20', 'new-way'])
})

test('a recipe is read in Chinese', async () => {
  await renderPage(<Recipe recipe={recipe} />, 'zh-CN')
  expect(terms().slice(0, 3)).toEqual(['轮数', '冻结的层', '镜像'])
  expect(values().slice(0, 3)).toEqual(['20', '前几层', '是'])
})

test('name, unit, choice and hint of a field are in the language of the page', async () => {
  const schema: Schema = {
    discriminator: { mapping: { 'image-classification': '#/$defs/VisionRecipe' } },
    $defs: {
      VisionRecipe: {
        properties: {
          shift: { type: 'integer', default: 0, description: 'Farthest move of a picture.', unit: 'pixels' },
          freeze: { type: 'string', enum: ['nothing'], default: 'nothing', description: 'What keeps its weights.' },
        },
      },
    },
  }
  const fields = recipeFields(schema, 'image-classification')
  const typed = { shift: '0', freeze: 'nothing' }
  await renderPage(
    <RecipeFields fields={fields} typed={typed} faults={{}} refused={() => undefined} onChange={vi.fn()} />,
    'zh-CN',
  )
  expect(screen.getByLabelText('平移，像素')).toBeTruthy()
  expect(screen.getByText('图片平移的最远距离，边缘以反射填充。')).toBeTruthy()
  expect(screen.getByRole('combobox', { name: '冻结的层' }).textContent).toBe('全部训练')
})
