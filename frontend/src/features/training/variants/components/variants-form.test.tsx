import { fireEvent, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aVersion, recipeSchema } from '@/testing/training'
import type { DataSet } from '../../data-sets/types'
import type { NewVariants, Way } from '../types'
import { VariantsForm } from './variants-form'

const frozen = aVersion({ number: 3 })
const set = { slug: 'cats', versions: [frozen] } as unknown as DataSet
const ways: Way[] = [
  { way: 'prune', obstacle: 'It has no model.safetensors.', recipe: null, students: [] },
  {
    way: 'distil',
    obstacle: '',
    recipe: { epochs: 60, shift: 3 },
    students: [
      { name: 'resnet20', parameters: 269_202, share: 0.316 },
      { name: 'resnet32', parameters: 463_634, share: 0.544 },
    ],
  },
  { way: 'int8', obstacle: '', recipe: null, students: [] },
  { way: 'fp16', obstacle: '', recipe: null, students: [] },
]
let asked: NewVariants | null = null
const server = setupServer(
  http.get('*/api/v1/recipes/schema', () => HttpResponse.json(recipeSchema)),
  http.get('*/api/v1/models/pets/versions/1/ways', () => HttpResponse.json({ results: ways })),
  http.post('*/api/v1/models/pets/versions/1/variants', async ({ request }) => {
    asked = (await request.json()) as NewVariants
    return HttpResponse.json(
      { code: 'invalid_options', status: 422, title: '', detail: 'The data set has no label dog.', errors: [] },
      { status: 422 },
    )
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  asked = null
})
afterAll(() => server.close())

const form = () =>
  renderPage(<VariantsForm version={{ slug: 'pets', number: 1 }} kind="image-classification" sets={[set]} />)

test('a model is distilled by one click, with the usual student and recipe', async () => {
  await form()
  const user = userEvent.setup()
  await user.click(await screen.findByRole('checkbox', { name: /Distil/ }))
  expect(screen.getByRole('combobox', { name: 'Student' }).textContent).toBe('resnet20')
  expect(screen.getByText(/269.2K weights, 32/)).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>('Epochs').value).toBe('60')
  await user.click(screen.getByRole('button', { name: /Make and compare/ }))
  await waitFor(() => expect(asked).toEqual({ data_set: 'cats', version: 3, steps: ['distil', 'int8'] }))
  expect(await screen.findByText('The data set has no label dog.')).toBeTruthy()
})

test('only what is changed of the recipe is sent, and nothing while it is wrong', async () => {
  await form()
  const user = userEvent.setup()
  await user.click(await screen.findByRole('checkbox', { name: /Distil/ }))
  const epochs = screen.getByLabelText('Epochs')
  await user.clear(epochs)
  await user.type(epochs, '0')
  await user.click(screen.getByRole('button', { name: /Make and compare/ }))
  expect(screen.getByRole('alert').textContent).toContain('1 value is not right yet')
  expect(asked).toBeNull()
  await user.clear(epochs)
  await user.type(epochs, '5')
  await user.click(screen.getByRole('button', { name: /Make and compare/ }))
  await waitFor(() => expect(asked).toMatchObject({ recipe: { epochs: 5 } }))
})

test('a step that a version cannot take says why, and cannot be chosen', async () => {
  await form()
  const prune = await screen.findByRole<HTMLInputElement>('checkbox', { name: /Prune/ })
  expect(prune.disabled).toBe(true)
  expect(screen.getByText(/It has no model.safetensors/)).toBeTruthy()
})

test('the data that were chosen stay so when somebody freezes newer ones', async () => {
  const versionsOf = (numbers: number[]) =>
    numbers.map((number) => ({ slug: 'cats', versions: [{ ...frozen, number }] }) as unknown as DataSet)
  function Growing() {
    const [numbers, setNumbers] = useState([3, 2])
    return (
      <>
        <button onClick={() => setNumbers([4, 3, 2])}>Freeze</button>
        <VariantsForm version={{ slug: 'pets', number: 1 }} kind="image-classification" sets={versionsOf(numbers)} />
      </>
    )
  }
  const { container } = await renderPage(<Growing />)
  const user = userEvent.setup()
  await screen.findByRole('combobox', { name: 'Measured on' })
  // The list itself opens in a browser alone.
  fireEvent.change(container.querySelector('select') as HTMLSelectElement, { target: { value: 'cats/2' } })
  await user.click(screen.getByRole('button', { name: 'Freeze' }))
  await user.click(screen.getByRole('button', { name: /Make and compare/ }))
  await waitFor(() => expect(asked).toMatchObject({ version: 2 }))
})
