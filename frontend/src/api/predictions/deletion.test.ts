import { QueryClient } from '@tanstack/react-query'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { deleteLater, UNDO_MS, undoDelete } from './deletion'

const deleted: { id: string; keepalive: boolean }[] = []
let refuse = false
const server = setupServer(
  http.delete('*/api/v1/predictions/:id', ({ params, request }) => {
    if (refuse) return HttpResponse.json({ code: 'unavailable', status: 503, detail: 'Later.' }, { status: 503 })
    deleted.push({ id: String(params.id), keepalive: request.keepalive })
    return new HttpResponse(null, { status: 204 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  refuse = false
  deleted.length = 0
})
afterEach(() => {
  vi.useRealTimers()
})

const client = new QueryClient()
const ids = () => deleted.map((one) => one.id).sort()

test('nothing is deleted while it can be undone, and all of it afterwards', async () => {
  const many = Array.from({ length: 20 }, (_, n) => `a${String(n).padStart(2, '0')}`)
  deleteLater(client, many, vi.fn())
  vi.advanceTimersByTime(UNDO_MS - 1)
  expect(deleted).toEqual([])
  vi.advanceTimersByTime(1)
  await vi.waitFor(() => expect(ids()).toEqual(many))
})

test('what was undone stays', async () => {
  deleteLater(client, ['b1', 'b2'], vi.fn())
  undoDelete(['b1'])
  vi.advanceTimersByTime(UNDO_MS)
  await vi.waitFor(() => expect(ids()).toEqual(['b2']))
})

test('leaving the page deletes at once, with requests that outlive it, and only once', async () => {
  deleteLater(client, ['c1'], vi.fn())
  window.dispatchEvent(new Event('pagehide'))
  await vi.waitFor(() => expect(deleted).toEqual([{ id: 'c1', keepalive: true }]))
  vi.advanceTimersByTime(UNDO_MS)
  window.dispatchEvent(new Event('pagehide'))
  deleteLater(client, ['c2'], vi.fn())
  vi.advanceTimersByTime(UNDO_MS)
  await vi.waitFor(() => expect(ids()).toEqual(['c1', 'c2']))
})

test('a refused deletion is told', async () => {
  refuse = true
  const told = vi.fn()
  deleteLater(client, ['d1'], told)
  vi.advanceTimersByTime(UNDO_MS)
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce())
})

test('a page that the browser keeps for its back button deletes nothing yet', async () => {
  deleteLater(client, ['kept'], vi.fn())
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }))
  await Promise.resolve()
  expect(deleted).toEqual([])
  undoDelete(['kept'])
})
