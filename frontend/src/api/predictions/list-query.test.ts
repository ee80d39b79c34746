import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { page, prediction } from '@/testing/prediction-pages'
import type { PredictionPage } from '../types'
import { rowsOf } from './list-pages'
import { listQuery, queueQuery, refreshHead } from './list-query'
import { dropPrediction, storePrediction } from './store'

/** What is asked for, each with the way to answer it. */
const asked: { query: URLSearchParams; answer: (page: PredictionPage) => void }[] = []
const server = setupServer(
  http.get('*/api/v1/predictions', ({ request }) => {
    const query = new URL(request.url).searchParams
    return new Promise<HttpResponse<PredictionPage>>((done) =>
      asked.push({ query, answer: (found) => done(HttpResponse.json(found)) }),
    )
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  asked.length = 0
})
afterAll(() => server.close())

function shown(filters = {}) {
  const client = new QueryClient()
  const observer = new InfiniteQueryObserver(client, listQuery(filters))
  observer.subscribe(() => undefined)
  const rows = () => rowsOf(observer.getCurrentResult().data)
  const names = () => rows().map(({ input }) => input.name.replace(/\D/g, ''))
  return { client, observer, rows, names }
}
const reads = (count: number) => vi.waitFor(() => expect(asked).toHaveLength(count))

test('the first page is asked for once, with the filters', async () => {
  const { names } = shown({ status: 'failed', q: 'cat' })
  await reads(1)
  asked[0]!.answer(page([2, 1], null))
  await vi.waitFor(() => expect(names()).toEqual(['2', '1']))
  expect(Object.fromEntries(asked[0]!.query)).toEqual({ status: 'failed', q: 'cat', limit: '50' })
})

test('what came, changed or went while the list was being read is laid over the answer', async () => {
  const { client, rows, names } = shown()
  await reads(1)
  storePrediction(client, prediction(4, { status: 'queued', attempt: 0 }))
  storePrediction(client, prediction(2, { status: 'succeeded' }))
  dropPrediction(client, prediction(1).id)
  const before = page([3, 2, 1], null)
  before.results[1] = prediction(2, { status: 'queued', attempt: 0 })
  asked[0]!.answer(before)
  await vi.waitFor(() => expect(names()).toEqual(['4', '3', '2']))
  expect(rows().map(({ status }) => status)).toEqual(['queued', 'succeeded', 'succeeded'])
  expect(asked).toHaveLength(1)
})

test('what came while the next page was being read is not lost with it', async () => {
  const { client, observer, names } = shown()
  await reads(1)
  asked[0]!.answer(page([4, 3], 'more'))
  await vi.waitFor(() => expect(names()).toEqual(['4', '3']))
  void observer.fetchNextPage()
  await reads(2)
  expect(asked[1]!.query.get('cursor')).toBe('more')
  storePrediction(client, prediction(5))
  dropPrediction(client, prediction(3).id)
  expect(names()).toEqual(['5', '4'])
  asked[1]!.answer(page([2, 1], null))
  await vi.waitFor(() => expect(names()).toEqual(['5', '4', '2', '1']))
})

test('what came while the first page was being read anew stays too', async () => {
  const { client, names } = shown()
  await reads(1)
  asked[0]!.answer(page([3, 2, 1], 'more'))
  await vi.waitFor(() => expect(names()).toEqual(['3', '2', '1']))
  const refreshed = refreshHead(client, {})
  await reads(2)
  storePrediction(client, prediction(4))
  asked[1]!.answer(page([3, 2], 'more'))
  await refreshed
  expect(names()).toEqual(['4', '3', '2', '1'])
})

test('what waits is read for its place, and does not come back when it was deleted meanwhile', async () => {
  const { client, rows, names } = shown()
  await reads(1)
  const waiting = (n: number, position: number) => prediction(n, { status: 'queued', attempt: 0, position })
  asked[0]!.answer({ results: [waiting(2, 4), waiting(1, 3)], next: null })
  await vi.waitFor(() => expect(names()).toEqual(['2', '1']))
  const polled = client.query({ ...queueQuery(2000), initialData: undefined })
  await reads(2)
  expect(Object.fromEntries(asked[1]!.query)).toEqual({ status: 'queued', limit: '200' })
  dropPrediction(client, prediction(1).id)
  asked[1]!.answer({ results: [waiting(2, 2), waiting(1, 1)], next: null })
  await polled
  await vi.waitFor(() => expect(rows().map(({ position }) => position)).toEqual([2]))
})
