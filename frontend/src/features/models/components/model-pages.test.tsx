import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ApiKey, Model, Version } from '@/api/types'
import { page } from '@/testing/prediction-pages'
import { renderPage } from '@/testing/render-page'
import { ModelPage } from './model-page'
import { ModelsPage } from './models-page'

const version = (number: number, top1: number): Version => ({
  number,
  metrics: {
    top1,
    top1_interval: [top1 - 0.01, top1 + 0.01],
    test_set: 'cifar10-test',
    test_items: 10_000,
    per_class: { cat: 0.58, frog: 0.93 },
    ...(number === 1 && {
      strangers: {
        noise: {
          items: 200,
          area: 0.9,
          area_interval: [0.88, 0.92],
          let_through: 0.25,
          let_through_interval: [0.25, 0.25],
        },
      },
    }),
  },
  labels: ['cat', 'frog'],
  vocabulary: null,
  grammars: [],
  default_grammar: null,
  preprocess: { size: 32 },
  lineage: { recipe: { name: 'resnet-cifar10' }, seed: 1 },
  parameters: 2_489_656,
  size: 9_900_000,
  sha256: 'cd'.repeat(32),
  hidden: false,
  licence: 'MIT',
  created_at: '2026-11-20T10:00:00Z',
  thresholds: { threshold: 0.6, labels: {} },
  seconds_per_item: 0.03,
  served_by: number === 1 ? [{ worker: 'worker-1', device: 'cpu', loaded: true }] : [],
  calibrations: [],
})
const model: Model = {
  slug: 'resnet-cifar10',
  kind: 'image-classification',
  title: 'ResNet, CIFAR-10',
  summary: 'Knows two things.',
  licence: 'MIT',
  is_default: true,
  options_schema: {},
  aliases: { production: 1 },
  latest: version(2, 0.9),
  versions: [version(2, 0.9), version(1, 0.84)],
}
const key = {
  id: 1,
  name: 'laptop',
  prefix: 'slip_ab12cd34',
  scopes: ['predict'],
  expires_at: null,
  last_used_at: null,
  created_at: '2026-11-20T10:00:00Z',
} satisfies ApiKey

let keys: ApiKey[] = []
const server = setupServer(
  http.get('*/api/v1/models', () => HttpResponse.json({ results: [model] })),
  http.get('*/api/v1/models/:slug', ({ params }) =>
    params.slug === model.slug
      ? HttpResponse.json(model)
      : HttpResponse.json({ code: 'not_found', status: 404, title: '', detail: '' }, { status: 404 }),
  ),
  http.get('*/api/v1/models/:slug/votes', () => HttpResponse.json({ results: [] })),
  http.get('*/api/v1/api-keys', () => HttpResponse.json({ results: keys })),
  http.get('*/api/v1/predictions', () => HttpResponse.json(page([7], null))),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

test('a card tells what the serving version knows and how good it is, not what the newest does', async () => {
  await renderPage(<ModelsPage />)
  expect(await screen.findByText('Knows 2 labels')).toBeTruthy()
  expect(screen.getByText('84.0 %')).toBeTruthy()
  expect(screen.getByText(/likely between 83.0 % and 85.0 %/)).toBeTruthy()
  expect(screen.getByText('worker-1')).toBeTruthy()
  expect(screen.getByText('The models that come with Slipway are small')).toBeTruthy()
})

test('the code names the address of this page, the own key, and the own last file', async () => {
  keys = [key]
  await renderPage(<ModelsPage />)
  await userEvent.click(await screen.findByRole('button', { name: 'Code' }))
  const code = await screen.findByRole('region', { name: 'curl' })
  for (const part of [
    'http://slipway.test/api/v1/predictions',
    'slip_ab12cd34_…',
    'laptop',
    'file=@photo-7.jpg',
    'model=resnet-cifar10',
    'Prefer: wait=10',
  ]) {
    expect(code.textContent).toContain(part)
  }
})

test('without a key the code says so and leads to where one is made', async () => {
  keys = []
  await renderPage(<ModelPage slug="resnet-cifar10" />)
  expect(await screen.findByText(/You have no key yet/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Your keys' }).getAttribute('href')).toBe('/account')
})

test('how well strangers are told stands where it was measured, and nowhere else', async () => {
  const { unmount } = await renderPage(<ModelPage slug="resnet-cifar10" />)
  const row = within(await screen.findByRole('table')).getByRole('row', { name: /^Noise/ })
  expect(
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['90.0\u202f%88.0\u202f% to 92.0\u202f%', '25.0\u202f%'])
  unmount()
  server.use(http.get('*/api/v1/models/:slug', () => HttpResponse.json({ ...model, aliases: { production: 2 } })))
  await renderPage(<ModelPage slug="resnet-cifar10" />)
  expect(await screen.findByText('Measured quality')).toBeTruthy()
  expect(screen.queryByText('How well it tells what it does not know')).toBeNull()
})

test('the version that an answer links to is open', async () => {
  await renderPage(<ModelPage slug="resnet-cifar10" version={2} />)
  const rows = await screen.findAllByRole('group')
  expect(rows.map((row) => (row as HTMLDetailsElement).open)).toEqual([true, false])
  expect(within(rows[1]!).getByText('production')).toBeTruthy()
})

test('staff let another version answer', async () => {
  const moved: unknown[] = []
  server.use(
    http.put('*/api/v1/models/resnet-cifar10/aliases/production', async ({ request }) => {
      moved.push(await request.json())
      return HttpResponse.json({ ...model, aliases: { production: 2 } })
    }),
    http.get('*/api/v1/models/:slug', () =>
      HttpResponse.json({ ...model, aliases: { production: moved.length > 0 ? 2 : 1 } }),
    ),
  )
  await renderPage(<ModelPage slug="resnet-cifar10" version={2} isStaff />)
  const [second, first] = await screen.findAllByRole('group')
  expect(within(first!).queryByRole('button', { name: 'Let it answer' })).toBeNull()
  await userEvent.click(within(second!).getByRole('button', { name: 'Let it answer' }))
  expect(await within(second!).findByText('production')).toBeTruthy()
  expect(moved).toEqual([{ version: 2, expected: 1 }])
  expect(await within(first!).findByRole('button', { name: 'Let it answer', hidden: true })).toBeTruthy()
})

test('staff hide a version that came out wrong, and take it back', async () => {
  const asked: unknown[] = []
  const [second, first] = model.versions
  let hidden = false
  server.use(
    http.patch('*/api/v1/models/resnet-cifar10/versions/2', async ({ request }) => {
      const wanted = (await request.json()) as { hidden: boolean }
      asked.push(wanted)
      hidden = wanted.hidden
      return HttpResponse.json({ ...second, hidden })
    }),
    http.get('*/api/v1/models/:slug', () => HttpResponse.json({ ...model, versions: [{ ...second, hidden }, first] })),
  )
  await renderPage(<ModelPage slug="resnet-cifar10" version={2} isStaff />)
  const [row] = await screen.findAllByRole('group')
  await userEvent.click(within(row!).getByRole('button', { name: 'Hide' }))
  expect(await within(row!).findByText('hidden')).toBeTruthy()
  await userEvent.click(within(row!).getByRole('button', { name: 'Show again' }))
  expect(await within(row!).findByRole('button', { name: 'Hide' })).toBeTruthy()
  expect(asked).toEqual([{ hidden: true }, { hidden: false }])
})

test.each([
  [undefined, 1],
  [2, 2],
])('who is not staff sees no hidden version, unless an answer leads to it (%s)', async (version, shown) => {
  const [second, first] = model.versions
  const versions = [{ ...second, hidden: true }, first]
  server.use(http.get('*/api/v1/models/:slug', () => HttpResponse.json({ ...model, versions })))
  await renderPage(<ModelPage slug="resnet-cifar10" version={version} />)
  expect(await screen.findAllByRole('group')).toHaveLength(shown)
})

test('who is not staff may try a version, and not move what answers', async () => {
  await renderPage(<ModelPage slug="resnet-cifar10" version={2} />)
  const [second] = await screen.findAllByRole('group')
  expect(within(second!).queryByRole('button', { name: 'Let it answer' })).toBeNull()
  const link = within(second!).getByRole('link', { name: 'Try this version' })
  expect(link.getAttribute('href')).toBe('/?model=resnet-cifar10%2Fversions%2F2')
})

test('a model that there is not leads to those that are', async () => {
  await renderPage(<ModelPage slug="gone" />)
  expect(await screen.findByRole('heading', { name: 'No such model' })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'All models' })).toBeTruthy()
})

test('a command for the terminal is told to those alone who may add a model', async () => {
  const { unmount } = await renderPage(<ModelsPage />)
  await screen.findByText('ResNet, CIFAR-10')
  expect(screen.queryByText(/manage\.py/)).toBeNull()
  unmount()
  await renderPage(<ModelsPage canAdd />)
  expect(await screen.findByText(/manage\.py install_bundles/)).toBeTruthy()
})

test('what was measured on a device is told for the version that answers', async () => {
  const calibrations = [
    {
      device: 'AMD EPYC, 2 cores',
      threads: 2,
      lanes: 2,
      sizes: [{ values: 3072, items: 4, per_second: 196.4 }],
      measured_at: '2026-11-30T10:00:00Z',
    },
  ]
  const measured = { ...model, versions: [version(2, 0.9), { ...version(1, 0.84), calibrations }] }
  server.use(http.get('*/api/v1/models/:slug', () => HttpResponse.json(measured)))
  await renderPage(<ModelPage slug="resnet-cifar10" />)
  const told = 'On AMD EPYC, 2 cores: batches of 4, 2 threads; 196 pictures a second; measured Nov 30, 2026'
  expect(await screen.findByText(told)).toBeTruthy()
})

test('of sounds it is told how much of them is heard in a second, of all lengths', async () => {
  const calibrations = [
    {
      device: 'NVIDIA L4',
      threads: 1,
      lanes: 1,
      sizes: [
        { values: 16_000, items: 32, per_second: 900 },
        { values: 128_000, items: 8, per_second: 100 },
      ],
      measured_at: '2026-11-30T10:00:00Z',
    },
  ]
  const hearing = { ...version(1, 0.84), preprocess: { sample_rate: 16_000 }, calibrations }
  const measured: Model = { ...model, kind: 'speech-recognition', versions: [hearing] }
  server.use(http.get('*/api/v1/models/:slug', () => HttpResponse.json(measured)))
  await renderPage(<ModelPage slug="resnet-cifar10" />)
  expect(await screen.findByText(/batches of 8–32, 1 thread; 800–900 s of sound a second/)).toBeTruthy()
})

test('staff delete a version after they were told what goes with it', async () => {
  let gone = false
  const [second, first] = model.versions
  server.use(
    http.delete('*/api/v1/models/resnet-cifar10/versions/2', () => {
      gone = true
      return new HttpResponse(null, { status: 204 })
    }),
    http.get('*/api/v1/models/:slug', () =>
      HttpResponse.json({ ...model, versions: gone ? [first] : [second, first] }),
    ),
  )
  await renderPage(<ModelPage slug="resnet-cifar10" version={2} isStaff />)
  const [row] = await screen.findAllByRole('group')
  await userEvent.click(within(row!).getByRole('button', { name: 'Delete' }))
  const dialog = screen.getByRole('dialog', { name: 'Delete version 2 of ResNet, CIFAR-10?' })
  expect(dialog.textContent).toContain('9.4 MB')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
  await waitFor(() => expect(screen.getAllByRole('group')).toHaveLength(1))
})
