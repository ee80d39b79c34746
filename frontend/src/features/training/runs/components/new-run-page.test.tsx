import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aDataSet, aVersion, recipeSchema } from '@/testing/training'
import type { NewRun } from '../types'
import { NewRunPage } from './new-run-page'

let asked: NewRun | null = null
const problem = (errors: { pointer: string; detail: string }[]) =>
  HttpResponse.json(
    { code: 'invalid_recipe', status: 422, title: '', detail: 'The recipe is not valid.', errors },
    { status: 422 },
  )

const server = setupServer(
  http.get('*/api/v1/trainer', () => HttpResponse.json({ trainers: 0, device: null, waiting: 0, advice: '' })),
  http.get('*/api/v1/models', () => HttpResponse.json({ results: [] })),
  http.get('*/api/v1/data-sets', () => HttpResponse.json({ results: [aDataSet({ versions: [aVersion()] })] })),
  http.get('*/api/v1/recipes', () =>
    HttpResponse.json({
      results: [
        { name: 'resnet20', kind: 'image-classification', fine_tunes: false, recipe: { epochs: 100, shift: 4 } },
      ],
    }),
  ),
  http.get('*/api/v1/recipes/schema', () => HttpResponse.json(recipeSchema)),
  http.get('*/api/v1/runs/7', () =>
    HttpResponse.json({
      id: '7',
      slug: 'pets',
      number: 3,
      title: '',
      kind: 'image-classification',
      recipe: { kind: 'image-classification', epochs: 7, shift: 1 },
    }),
  ),
  http.post('*/api/v1/runs', async ({ request }) => {
    asked = (await request.json()) as NewRun
    return problem([{ pointer: '/recipe/shift', detail: 'shift must be smaller than image_size' }])
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked = null
})
afterAll(() => server.close())

test('a recipe is checked before it is sent, and what the server finds stands beside its field', async () => {
  await renderPage(<NewRunPage search={{}} onSearch={vi.fn()} />)
  const user = userEvent.setup()
  const epochs = await screen.findByLabelText<HTMLInputElement>('Epochs')
  expect(epochs.value).toBe('100')
  await user.clear(epochs)
  await user.type(epochs, '0')
  await user.click(screen.getByRole('button', { name: 'Start the run' }))
  expect(screen.getByText('At least 1.')).toBeTruthy()
  expect(asked).toBeNull()
  await user.clear(epochs)
  await user.type(epochs, '2')
  await user.click(screen.getByRole('button', { name: 'Start the run' }))
  await waitFor(() => expect(asked).not.toBeNull())
  expect(asked).toEqual({
    data_set: 'cats',
    version: 1,
    slug: 'cats',
    recipe: { kind: 'image-classification', epochs: 2, shift: 4 },
  })
  const shift = screen.getByLabelText('Shift, pixels')
  const group = shift.closest('div')
  expect(group && within(group).getByText('shift must be smaller than image_size')).toBeTruthy()
})

test('a run that is changed and run anew begins with its own recipe and name', async () => {
  await renderPage(<NewRunPage search={{ like: '7' }} onSearch={vi.fn()} />)
  expect((await screen.findByLabelText<HTMLInputElement>('Epochs')).value).toBe('7')
  expect(screen.getByLabelText<HTMLInputElement>('Name of the model').value).toBe('pets')
  expect(screen.getByRole('combobox', { name: 'Recipe to begin with' }).textContent).toBe('As in pets #3')
})
