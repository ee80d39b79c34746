import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { followPredictions } from '@/api/predictions/follow'
import { classificationOf, type PredictionPage } from '@/api/types'
import { page, prediction } from '@/testing/prediction-pages'
import { renderPage } from '@/testing/render-page'
import type { DescribePrediction } from '../describe'
import { HistoryPage, type HistoryPageProps } from './history-page'

const asked: URLSearchParams[] = []
let pages: Record<string, PredictionPage> = {}
const server = setupServer(
  http.get('*/api/v1/models', () => HttpResponse.json({ results: [] })),
  http.get('*/api/v1/predictions', ({ request }) => {
    const query = new URL(request.url).searchParams
    asked.push(query)
    return HttpResponse.json(pages[query.get('cursor') ?? 'first'])
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  vi.unstubAllGlobals()
})
afterAll(() => server.close())
beforeEach(() => {
  asked.length = 0
  // A wide window.
  vi.stubGlobal('matchMedia', () => ({
    matches: true,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
})

const describe: DescribePrediction = (prediction) => ({
  state: 'Done',
  answer: classificationOf(prediction)?.labels[0]?.label ?? '',
  confidence: 0.97,
  failure: null,
})

function show(props: Partial<HistoryPageProps> = {}) {
  const handlers = { onFilters: vi.fn(), onOpen: vi.fn(), onDelete: vi.fn(), onExport: vi.fn() }
  return renderPage(<HistoryPage filters={{}} describe={describe} {...handlers} {...props} />).then((view) => ({
    ...view,
    ...handlers,
  }))
}
const names = () => screen.getAllByRole('link', { name: /^photo/ }).map((link) => link.textContent)

test('the next page is read when the end comes near, and the end is told', async () => {
  pages = { first: page([4, 3], 'older'), older: page([2, 1], null) }
  await show()
  await waitFor(() => expect(names()).toEqual(['photo-4.jpg', 'photo-3.jpg', 'photo-2.jpg', 'photo-1.jpg']))
  expect(await screen.findByText('That is all: 4 answers.')).toBeTruthy()
})

test('rows come, change and go as the socket tells', async () => {
  pages = { first: page([2, 1], null) }
  const { client } = await show()
  await screen.findByText('photo-2.jpg')
  // From here on only the socket knows more.
  pages = { first: page([3, 1], null) }
  const tell = followPredictions(client)
  act(() => {
    tell({ type: 'prediction.updated', data: prediction(3) })
    tell({ type: 'prediction.deleted', data: { id: prediction(2).id } })
    tell({
      type: 'prediction.updated',
      data: prediction(1, { output: { labels: [{ label: 'frog', index: 6, score: 0.9 }] } }),
    })
  })
  await waitFor(() => expect(names()).toEqual(['photo-3.jpg', 'photo-1.jpg']))
  expect(screen.getByText('frog')).toBeTruthy()
})

test('arrows move, Shift selects, Delete deletes what is selected, Enter opens', async () => {
  pages = { first: page([3, 2, 1], null) }
  const { onDelete, onOpen } = await show()
  await screen.findByText('photo-3.jpg')
  const user = userEvent.setup()
  act(() => screen.getAllByRole('row')[1]!.focus())
  await user.keyboard('{ArrowDown}')
  expect(document.activeElement?.textContent).toContain('photo-2.jpg')
  await user.keyboard('{Enter}')
  expect(onOpen).toHaveBeenCalledWith(prediction(2).id)
  await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
  expect(screen.getAllByText('2 selected').length).toBeGreaterThan(0)
  await user.keyboard('{Delete}')
  expect(onDelete).toHaveBeenCalledWith([prediction(2).id, prediction(1).id])
  expect(screen.queryByText('2 selected')).toBeNull()
})

test('a chosen few are exported, without asking the server for the rest', async () => {
  pages = { first: page([3, 2, 1], null) }
  const { onExport } = await show()
  const user = userEvent.setup()
  await user.click(await screen.findByRole('checkbox', { name: 'Select photo-2.jpg' }))
  const bar = screen.getByRole('region', { name: 'Selected answers' })
  await user.click(within(bar).getByRole('button', { name: 'Export' }))
  await user.click(screen.getByRole('menuitem', { name: 'As CSV' }))
  expect(onExport).toHaveBeenCalledWith([prediction(2)], 'csv')
})

test('the whole history is exported page by page, with the filters that are on', async () => {
  pages = { first: page([4, 3], 'older'), older: page([2], null) }
  const { onExport } = await show({ filters: { status: 'succeeded' } })
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Export' }))
  await user.click(screen.getByRole('menuitem', { name: 'As JSON' }))
  await waitFor(() => expect(onExport).toHaveBeenCalledWith([prediction(4), prediction(3), prediction(2)], 'json'))
  expect(asked.every((query) => query.get('status') === 'succeeded')).toBe(true)
})

test('a search is told once the reader pauses', async () => {
  pages = { first: page([1], null) }
  const { onFilters } = await show()
  await userEvent.type(await screen.findByRole('searchbox'), 'cat ')
  await waitFor(() => expect(onFilters).toHaveBeenCalledExactlyOnceWith({ q: 'cat' }))
})

test('an empty history leads to Try it, an empty search to fewer filters', async () => {
  pages = { first: page([], null) }
  const first = await show()
  expect(await screen.findByRole('link', { name: 'Go to Try it' })).toBeTruthy()
  first.unmount()
  const { onFilters } = await show({ filters: { q: 'nothing' } })
  await screen.findByText('Nothing found')
  await userEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]!)
  expect(onFilters).toHaveBeenCalledWith({})
})

test('a list that cannot be read says why and can be tried again', async () => {
  server.use(
    http.get(
      '*/api/v1/predictions',
      () =>
        HttpResponse.json(
          { code: 'unavailable', status: 503, detail: 'The database is away.', title: '' },
          { status: 503 },
        ),
      { once: true },
    ),
  )
  pages = { first: page([1], null) }
  await show()
  expect(await screen.findByText('The database is away.')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('photo-1.jpg')).toBeTruthy()
})
