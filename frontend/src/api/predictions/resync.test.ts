import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { page } from '@/testing/prediction-pages'
import { resyncPredictions } from './follow'
import { rowsOf } from './list-pages'
import { listQuery } from './list-query'

const socket = vi.hoisted(() => ({ opened: Promise.resolve(true) }))
vi.mock('@/live/live', () => ({ whenLive: () => socket.opened }))

let numbers = [1]
const asked: string[] = []
const server = setupServer(
  http.get('*/api/v1/predictions', ({ request }) => {
    asked.push(new URL(request.url).search)
    return numbers.length > 0 ? HttpResponse.json(page(numbers, null)) : new HttpResponse(null, { status: 503 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  asked.length = 0
  numbers = [1]
})
afterAll(() => server.close())

function shown() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const observer = new InfiniteQueryObserver(client, listQuery({}))
  observer.subscribe(() => undefined)
  return { client, names: () => rowsOf(observer.getCurrentResult().data).map(({ input }) => input.name) }
}

test('a list that was read before the messages could come has its first page read again', async () => {
  const { client, names } = shown()
  await vi.waitFor(() => expect(names()).toEqual(['photo-1.jpg']))
  numbers = [2, 1]
  resyncPredictions(client)
  await vi.waitFor(() => expect(names()).toEqual(['photo-2.jpg', 'photo-1.jpg']))
  expect(asked).toEqual(['?limit=50', '?limit=50'])
})

test('a list that waited for the connection is read once', async () => {
  let open: (live: boolean) => void = () => undefined
  socket.opened = new Promise((resolve) => (open = resolve))
  const { client, names } = shown()
  await Promise.resolve()
  open(true)
  resyncPredictions(client)
  await vi.waitFor(() => expect(names()).toEqual(['photo-1.jpg']))
  expect(asked).toHaveLength(1)
})

test('a list that did not wait so long is read once more', async () => {
  socket.opened = Promise.resolve(false)
  const { client, names } = shown()
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  resyncPredictions(client)
  await vi.waitFor(() => expect(names()).toEqual(['photo-1.jpg']))
  await vi.waitFor(() => expect(asked).toHaveLength(2))
})

test('a list that could not be read is read when the connection is back', async () => {
  socket.opened = Promise.resolve(true)
  numbers = []
  const { client, names } = shown()
  await vi.waitFor(() => expect(client.getQueryCache().findAll()[0]?.state.status).toBe('error'))
  numbers = [1]
  resyncPredictions(client)
  await vi.waitFor(() => expect(names()).toEqual(['photo-1.jpg']))
})
