import { expect, test } from 'vitest'
import { typedOf } from '@/lib/schema-fields'
import { arrange, readRecipe, recipeFields, type Schema } from './schema'

const schema: Schema = {
  discriminator: { mapping: { 'image-classification': '#/$defs/VisionRecipe' } },
  $defs: {
    VisionRecipe: {
      properties: {
        kind: { const: 'image-classification', default: 'image-classification', type: 'string' },
        learning_rate: {
          type: 'number',
          default: 0.001,
          exclusiveMinimum: 0,
          maximum: 10,
          description: 'The highest.',
        },
        epochs: { type: 'integer', default: 20, minimum: 1, maximum: 10_000, unit: 'epochs' },
        architecture: { type: 'string', enum: ['resnet20', 'resnet18'], default: 'resnet20' },
        freeze: { type: 'string', enum: ['nothing', 'first-layers'], default: 'nothing' },
        flip: { type: 'boolean', default: true },
        mean: { anyOf: [{ type: 'array', minItems: 3, maxItems: 3 }, { type: 'null' }], default: null },
      },
    },
  },
}
const fields = recipeFields(schema, 'image-classification')

test('what is typed becomes a recipe, with a list from commas and nothing where nothing is needed', () => {
  const typed = { ...typedOf(fields, { epochs: 2, mean: [0.4, 0.5, 0.6] }), learning_rate: '1e-2' }
  expect(typed).toMatchObject({ epochs: '2', mean: '0.4, 0.5, 0.6', flip: true })
  expect(readRecipe('image-classification', fields, typed)).toEqual({
    faults: {},
    recipe: {
      kind: 'image-classification',
      learning_rate: 0.01,
      epochs: 2,
      architecture: 'resnet20',
      freeze: 'nothing',
      flip: true,
      mean: [0.4, 0.5, 0.6],
    },
  })
  expect(readRecipe('image-classification', fields, { ...typed, mean: ' ' }).recipe.mean).toBeNull()
})

test('each value out of its bounds is told apart', () => {
  const typed = { ...typedOf(fields, {}), learning_rate: '0', epochs: '1.5', mean: '1, 2' }
  expect(readRecipe('image-classification', fields, typed).faults).toEqual({
    learning_rate: { code: 'lowOpen', bound: 0 },
    epochs: { code: 'notWhole' },
    mean: { code: 'items', least: 3, most: 3 },
  })
  const wrong = { ...typed, learning_rate: '11', epochs: '', mean: 'a b c' }
  expect(readRecipe('image-classification', fields, wrong).faults).toEqual({
    learning_rate: { code: 'high', bound: 10 },
    epochs: { code: 'missing' },
    mean: { code: 'notNumber' },
  })
})

test('a run that fine-tunes offers no architecture, and one from scratch nothing to freeze', () => {
  expect(arrange(fields, true).basic.map(({ name }) => name)).toEqual(['epochs', 'learning_rate', 'freeze'])
  expect(arrange(fields, false).basic.map(({ name }) => name)).toEqual(['architecture', 'epochs', 'learning_rate'])
  expect(arrange(fields, false).more.map(({ name }) => name)).toEqual(['flip', 'mean'])
})
