import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import type { DataSetDetail, DataSetVersion, Finding, Freeze, NewRun, Report, TrainingJob } from '../types'
import { DataSetPage } from './data-set-page'
import { NewRunPage } from './new-run-page'

const at = '2026-11-22T18:00:00Z'
const job: TrainingJob = {
  id: '0',
  work: 'check',
  status: 'succeeded',
  wish: null,
  owner: 'ada',
  data_set: 'cats',
  model: null,
  run: null,
  source: null,
  error: null,
  attempt: 1,
  gone: false,
  progress: { stage: '', done: 0, total: 0, note: '' },
  created_at: at,
  started_at: at,
  completed_at: at,
}
const part = { items: 8, per_class: { cat: 4, dog: 4 } }
const counts = { train: part, validation: part, test: part }
const unreadable: Finding = {
  code: 'unreadable',
  severity: 'error',
  sentence: '2 files cannot be read.',
  advice: 'Replace them, or leave them out.',
  cases: [],
  cases_total: 2,
  leaving: 2,
}
const report: Report = {
  kind: 'image-classification',
  layout: 'pictures in a folder per class',
  ready: false,
  items: 24,
  findings: [unreadable],
  counts,
  classes: { cat: 12, dog: 12 },
  sides: [],
  seconds: 0,
  speakers: 0,
  lengths: [],
  sample_rates: {},
  silence_share: 0,
  characters: {},
  proposed_characters: '',
  examples: [{ name: 'cat/1.jpg', answer: 'cat', url: '/api/v1/data-sets/cats/items/0/file' }],
}
const set: DataSetDetail = {
  slug: 'cats',
  title: 'Cats',
  kind: 'image-classification',
  owner: 'ada',
  source: 'source.zip',
  size: 1000,
  gone: false,
  checked_at: at,
  ready: false,
  items: 24,
  versions: [],
  job,
  created_at: at,
  options: {},
  report,
}
const frozen: DataSetVersion = {
  data_set: 'cats',
  number: 1,
  digest: 'ab'.repeat(32),
  kind: 'image-classification',
  title: 'Cats',
  licence: 'CC0',
  seed: 1,
  classes: ['cat', 'dog'],
  characters: null,
  counts,
  excluded: 2,
  runs: 0,
  gone: false,
  created_at: at,
}
const schema = {
  discriminator: { mapping: { 'image-classification': '#/$defs/VisionRecipe' } },
  $defs: {
    VisionRecipe: {
      properties: {
        kind: { const: 'image-classification' },
        epochs: { type: 'integer', default: 20, minimum: 1, description: 'How often every item is seen.' },
        shift: { type: 'integer', default: 0, minimum: 0, description: 'Farthest move.', unit: 'pixels' },
      },
    },
  },
}
let asked: Freeze | NewRun | null = null
const problem = (errors: { pointer: string; detail: string }[]) =>
  HttpResponse.json(
    { code: 'invalid_recipe', status: 422, title: '', detail: 'The recipe is not valid.', errors },
    { status: 422 },
  )

const server = setupServer(
  http.get('*/api/v1/trainer', () => HttpResponse.json({ trainers: 0, device: null, waiting: 0, advice: '' })),
  http.get('*/api/v1/models', () => HttpResponse.json({ results: [] })),
  http.get('*/api/v1/data-sets', () => HttpResponse.json({ results: [{ ...set, versions: [frozen] }] })),
  http.get('*/api/v1/data-sets/cats', () => HttpResponse.json(set)),
  http.post('*/api/v1/data-sets/cats/freeze', async ({ request }) => {
    asked = (await request.json()) as Freeze
    return HttpResponse.json({ ...set, job: { ...job, work: 'freeze', status: 'queued' } }, { status: 202 })
  }),
  http.get('*/api/v1/recipes', () =>
    HttpResponse.json({
      results: [
        { name: 'resnet20', kind: 'image-classification', fine_tunes: false, recipe: { epochs: 100, shift: 4 } },
      ],
    }),
  ),
  http.get('*/api/v1/recipes/schema', () => HttpResponse.json(schema)),
  http.get('*/api/v1/runs/7', () =>
    HttpResponse.json({
      id: '7',
      slug: 'pets',
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

test('a set with broken files is frozen once they are left out, and then waits in words', async () => {
  await renderPage(<DataSetPage slug="cats" />)
  const user = userEvent.setup()
  expect(await screen.findByText('2 files cannot be read.', { selector: 'p' })).toBeTruthy()
  expect(screen.getByText('Replace them, or leave them out when you freeze, below.')).toBeTruthy()
  expect(screen.getByRole('img', { name: 'cat' })).toBeTruthy()
  const freeze = screen.getByRole<HTMLButtonElement>('button', { name: 'Freeze as version 1' })
  expect(freeze.disabled).toBe(true)
  await user.click(screen.getByRole('checkbox', { name: /2 files cannot be read/ }))
  expect(freeze.disabled).toBe(false)
  await user.type(screen.getByLabelText('Licence'), 'CC0')
  const test = screen.getByLabelText('Test, %')
  await user.clear(test)
  await user.type(test, '20')
  await user.click(freeze)
  expect(await screen.findByText('Waits until a trainer is there.')).toBeTruthy()
  expect(asked).toEqual({
    seed: 1,
    splitting: 'source',
    validation: 0.1,
    test: 0.2,
    exclude: ['unreadable'],
    title: 'Cats',
    licence: 'CC0',
  })
})

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
  expect(screen.getByRole('combobox', { name: 'Recipe to begin with' }).textContent).toBe('As in pets')
})
