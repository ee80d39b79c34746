import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import uPlot from 'uplot'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { OperationsOverview, OwnedPrediction } from '@/api/types'
import { anOverview, anOwned, aWorker, backups } from '@/testing/operations'
import { frameHandlers, operator, renderApp } from '@/testing/render-app'

let overview: OperationsOverview
let rows: OwnedPrediction[]
const asked = { overview: [] as string[], models: [] as (string | null)[], list: [] as URLSearchParams[] }
const server = setupServer(
  ...frameHandlers(),
  http.get('*/api/v1/operations/overview', ({ request }) => {
    asked.overview.push(new URL(request.url).searchParams.get('range') ?? '')
    asked.models.push(new URL(request.url).searchParams.get('model'))
    return HttpResponse.json(overview)
  }),
  http.get('*/api/v1/operations/predictions', ({ request }) => {
    asked.list.push(new URL(request.url).searchParams)
    return HttpResponse.json({ results: rows, next: null })
  }),
  http.get('*/api/v1/operations/backups', () => HttpResponse.json(backups)),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  overview = anOverview()
  rows = [anOwned()]
  asked.overview.length = asked.list.length = 0
})
afterEach(() => {
  server.resetHandlers()
  vi.unstubAllGlobals()
})
afterAll(() => server.close())

const words = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim()
const lastAsked = () => Object.fromEntries(asked.list.at(-1) ?? [])

async function open(address = '/operations') {
  const app = await renderApp(address)
  await screen.findByRole('region', { name: 'Figures' })
  return app
}

test('the four figures tell what waits, how fast, how slow at worst, and how much fails, each in its unit', async () => {
  await open()
  const figures = within(screen.getByRole('region', { name: 'Figures' })).getAllByRole('listitem')
  expect(figures.map(words)).toEqual([
    'Waiting3pictures: 2, sounds: 1 · 4 running',
    'Per minute160 answers in the last hour',
    '95 % within2.50 shalf within 0.12 s',
    'Failing5.0 %3 of 60',
  ])
})

test('a figure leads to the predictions behind it, in the same range', async () => {
  const { address } = await open('/operations?range=6h')
  await userEvent.click(screen.getByRole('link', { name: /^Failing/ }))
  await waitFor(() => expect(address()).toBe('/operations?range=6h&status=failed'))
  await waitFor(() => expect(lastAsked()).toMatchObject({ status: 'failed' }))
})

test('the list asks for what the address says, and for the span of the range', async () => {
  await open(
    '/operations?range=15m&status=failed&code=timeout&owner=grace&q=cat&worker=celery@one&kind=speech-recognition',
  )
  await waitFor(() => expect(asked.list).not.toHaveLength(0))
  const { from, ...rest } = lastAsked()
  expect(rest).toEqual({
    status: 'failed',
    code: 'timeout',
    owner: 'grace',
    q: 'cat',
    worker: 'celery@one',
    kind: 'speech-recognition',
    limit: '25',
  })
  const minutes = (Date.now() - Date.parse(from ?? '')) / 60_000
  expect(minutes).toBeGreaterThan(14.9)
  expect(minutes).toBeLessThan(15.5)
})

test('what makes no sense in the address is not asked for', async () => {
  await open('/operations?kind=video&from=then&colour=blue')
  await waitFor(() => expect(asked.list).not.toHaveLength(0))
  expect(Object.keys(lastAsked())).toEqual(['from', 'limit'])
  expect(lastAsked().from).toMatch(/^20/)
})

test('what waits now is listed however long ago it came', async () => {
  await open('/operations?status=queued')
  await waitFor(() => expect(lastAsked()).toEqual({ status: 'queued', limit: '25' }))
})

test('another range is asked for, stands in the address, and keeps the filters', async () => {
  const { address } = await open('/operations?status=failed')
  expect(asked.overview).toEqual(['1h'])
  await userEvent.click(screen.getByRole('radio', { name: 'the last 7 days' }))
  await waitFor(() => expect(asked.overview).toContain('7d'))
  expect(address()).toBe('/operations?status=failed&range=7d')
})

test('a chart is read by its words, each value in its unit', async () => {
  await open()
  const chart = await screen.findByRole('slider', { name: /^Time to answer/ })
  expect(chart.getAttribute('aria-valuetext')).toMatch(/: Half 0.12 s, 95 % 2.50 s, 99 % 1 min 30 s$/)
  const queue = screen.getByRole('slider', { name: /^Queue/ })
  expect(queue.getAttribute('aria-valuetext')).toMatch(/: Waiting 3$/)
  const answers = screen.getByRole('slider', { name: /^Answers, per minute/ })
  expect(answers.getAttribute('aria-valuetext')).toMatch(/: Done 1.9, Failed 0.1, Known already 0.2, Busiest 15 s 8$/)
  const doubt = screen.getByRole('slider', { name: /^In doubt/ })
  expect(doubt.getAttribute('aria-valuetext')).toMatch(/: Not sure or outside 10.0\u202f%, Outside 2.0\u202f%$/)
})

test('an axis has the unit in which its longest value is read most easily', async () => {
  const { drawn } = uPlot as unknown as { drawn: { axes: { values: (plot: null, at: number[]) => string[] }[] }[] }
  drawn.length = 0
  await open()
  await screen.findByRole('slider', { name: /^Time to answer/ })
  const axes = drawn.map(({ axes: [, values] }) => values?.values(null, [0.5, 1]))
  expect(axes).toEqual([
    ['0.5 s', '1 s'],
    ['500 ms', '1,000 ms'],
    ['0.5', '1'],
    ['0.5 s', '1 s'],
    ['0.5', '1'],
    ['0.5', '1'],
    ['0.5', '1'],
    ['50\u202f%', '100\u202f%'],
  ])
})

test('a chart can be read as a table, the oldest first', async () => {
  await open()
  await userEvent.click(await screen.findByRole('button', { name: 'Where the time goes as a table' }))
  const table = screen.getByRole('region', { name: 'Where the time goes' })
  const cells = within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].slice(1).map((cell) => cell.textContent))
  expect(cells).toEqual([
    ['Model', 'Prepare', 'Finish', 'Queue'],
    ['–', '–', '–', '–'],
    ['0.25 s', '4 ms', '1 ms', '0.50 s'],
  ])
})

test('stages tell the half, 95 % and 99 %', async () => {
  await open()
  const card = screen.getByRole('columnheader', { name: 'Stage' }).closest('table')!
  const cells = within(card)
    .getAllByRole('row')
    .map((row) => [...row.children].filter((cell) => !cell.ariaHidden).map((cell) => cell.textContent))
  expect(cells.slice(1)).toEqual([
    ['Queue', '0.50 s', '1.00 s', '1 min 10 s'],
    ['Model', '4 ms', '0.25 s', '–'],
    ['Total', '0.12 s', '2.50 s', '1 min 30 s'],
  ])
})

test('the time to answer is drawn for the stage that is chosen', async () => {
  await open()
  ;(await screen.findByRole('combobox', { name: 'Stage' })).focus()
  await userEvent.keyboard('{Enter}{ArrowDown}{Enter}')
  const chart = await screen.findByRole('slider', { name: /^Time to answer, in this stage/ })
  expect(chart.getAttribute('aria-valuetext')).toMatch(/: Half 0.50 s, 95 % 1.00 s, 99 % 1 min 10 s$/)
})

test('a version tells its shares, and leads to its own figures and predictions', async () => {
  const { address } = await open('/operations?range=6h&code=timeout')
  const row = screen.getByRole('row', { name: /^resnet-cifar10 v3/ })
  expect([...row.children].map(words)).toEqual(['resnet-cifar10 v3', '57', '5.0 %', '10.0 %', '2.0 %', '10.5 %'])
  await userEvent.click(within(row).getByRole('link'))
  await waitFor(() => expect(address()).toBe('/operations?range=6h&model=resnet-cifar10%2Fversions%2F3'))
  await waitFor(() => expect(asked.models.at(-1)).toBe('resnet-cifar10/versions/3'))
  await waitFor(() => expect(lastAsked()).toMatchObject({ model: 'resnet-cifar10/versions/3' }))
})

test('failures are told by reason, the count beside it, and each leads to its predictions', async () => {
  const { address } = await open('/operations?owner=grace')
  const lost = screen.getByRole('link', { name: 'Show the 2 that failed: Worker was lost' })
  expect(words(lost)).toBe('Worker was lost2')
  await userEvent.click(lost)
  await waitFor(() => expect(address()).toBe('/operations?status=failed&code=worker_lost'))
  expect(screen.getByRole('button', { name: 'Remove the filter Worker was lost' })).toBeTruthy()
})

test('a filter is taken away by itself, and all of them at once', async () => {
  const { address } = await open('/operations?range=6h&code=timeout&owner=grace')
  await userEvent.click(screen.getByRole('button', { name: 'Remove the filter Took too long' }))
  await waitFor(() => expect(address()).toBe('/operations?range=6h&owner=grace'))
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
  await waitFor(() => expect(address()).toBe('/operations?range=6h'))
})

test('workers tell their state, what they hold, and what they did', async () => {
  overview.workers = [aWorker(), aWorker({ name: 'celery@two', state: 'gone', loaded: [], items: 1, batches: 1 })]
  await open()
  const cards = within(screen.getByRole('region', { name: 'Workers' })).getAllByRole('listitem')
  expect(words(cards[0]!)).toContain('Ready')
  expect(words(cards[0]!)).toContain('resnet-cifar10 v3')
  expect(words(cards[0]!)).toContain('12 predictions · 4 batches')
  expect(words(cards[0]!)).toContain('Seen 2s ago')
  expect(words(cards[1]!)).toContain('Gone')
})

test('jobs of training for which nobody is there are told as a warning', async () => {
  overview.training = { trainers: 0, waiting: 2, running: 0 }
  await open()
  expect(screen.getByText('make trainer')).toBeTruthy()
})

test('a row tells whose it is, the answer that counts, and how long it took', async () => {
  const at = '2026-11-22T10:01:00Z'
  const error = {
    type: '',
    title: '',
    status: 504,
    detail: 'x',
    instance: '',
    code: 'timeout' as const,
    request_id: '',
  }
  rows = [
    anOwned(),
    anOwned({ id: '2', feedback: { label: 'ship', at } }),
    anOwned({ id: '3', status: 'failed', output: null, error }, 'hedy'),
  ]
  await open()
  const table = await screen.findByRole('table', { name: /newest first/ })
  const answers = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [row.children[1]?.textContent, row.children[3]?.textContent, row.children[5]?.textContent])
  expect(answers).toEqual([
    ['grace', 'cat 97\u202f%', '0.03 s'],
    ['grace', 'ship', '0.03 s'],
    ['hedy', 'Took too long', '0.03 s'],
  ])
})

test('figures that cannot be read anew stay, and say of when they are', async () => {
  const { client } = await open()
  server.use(
    http.get('*/api/v1/operations/overview', () => HttpResponse.json({ code: 'unavailable' }, { status: 503 })),
  )
  await client.invalidateQueries({ queryKey: ['operations', 'overview'] })
  expect(await screen.findByText(/^These figures are from /)).toBeTruthy()
  expect(screen.getByRole('region', { name: 'Figures' })).toBeTruthy()
})

test('who is no operator is led to Try it', async () => {
  server.use(
    ...frameHandlers({ ...operator, is_staff: false }),
    http.get('*/api/v1/predictions', () => HttpResponse.json({ results: [], next: null })),
    http.get('*/api/v1/models', () => HttpResponse.json({ results: [] })),
    http.get('*/api/v1/limits', () => HttpResponse.json({ image_types: [], sound_types: [] })),
    http.get('*/examples/examples.json', () => HttpResponse.json([])),
  )
  const { address } = await renderApp('/operations')
  expect(address()).toBe('/')
  expect(asked.overview).toEqual([])
})
