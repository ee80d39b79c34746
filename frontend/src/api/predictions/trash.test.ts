import { QueryClient } from '@tanstack/react-query'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aPrediction } from '@/testing/predictions'
import { keys } from '../keys'
import { followPredictions } from './follow'
import { moveToTrash, trashQuery, undo } from './trash'

const until = '2026-11-22T10:00:10.000000Z'
const asked: [what: string, ids: string[]][] = []
let refusal: { status: number; code: string } | null = null
let inTrash: string[] = []

async function take(what: string, request: Request) {
  const { ids } = (await request.json()) as { ids: string[] }
  asked.push([what, ids])
  if (refusal) return HttpResponse.json({ ...refusal, detail: '' }, { status: refusal.status })
  if (what === 'restore') return new HttpResponse(null, { status: 204 })
  // The first is answered last.
  await new Promise((resolve) => setTimeout(resolve, 30))
  return HttpResponse.json({ results: ids.map((id) => ({ id, until })) })
}

const server = setupServer(
  http.post('*/api/v1/predictions/trash', ({ request }) => take('trash', request)),
  http.post('*/api/v1/predictions/restore', ({ request }) => take('restore', request)),
  http.get('*/api/v1/predictions/trash', () => HttpResponse.json({ results: inTrash.map((id) => ({ id, until })) })),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())
beforeEach(() => {
  refusal = null
  inTrash = []
  asked.length = 0
})

function page() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const hidden = () => client.getQueryData(trashQuery.queryKey)?.map(({ id }) => id) ?? []
  return { client, hidden, hear: followPredictions(client) }
}

test('what is deleted is hidden at once, and the server says until when it can be had back', async () => {
  const { client, hidden } = page()
  const sent = moveToTrash(client, ['a', 'b'])
  expect(hidden()).toEqual(['a', 'b'])
  await sent
  expect(client.getQueryData(trashQuery.queryKey)).toEqual([
    { id: 'a', until },
    { id: 'b', until },
  ])
})

test('what is heard of a deletion of this tab does not part what was deleted together', async () => {
  const { client, hear } = page()
  const sent = moveToTrash(client, ['a', 'b'])
  hear({ type: 'prediction.trashed', seq: 1, data: { id: 'a', until } })
  expect(new Set(client.getQueryData(trashQuery.queryKey)?.map((one) => one.until)).size).toBe(1)
  await sent
})

test('what is undone at once is restored after it was deleted, not before', async () => {
  const { client, hidden } = page()
  const sent = moveToTrash(client, ['a'])
  const back = undo(client, ['a'])
  expect(hidden()).toEqual([])
  await Promise.all([sent, back])
  expect(asked).toEqual([
    ['trash', ['a']],
    ['restore', ['a']],
  ])
})

test('thousands are deleted in several requests, one after the other', async () => {
  const { client } = page()
  await moveToTrash(
    client,
    Array.from({ length: 1001 }, (_, number) => String(number)),
  )
  expect(asked.map(([what, ids]) => [what, ids.length])).toEqual([
    ['trash', 1000],
    ['trash', 1],
  ])
})

test('a refused deletion is told, and all is back', async () => {
  refusal = { status: 503, code: 'unavailable' }
  const { client, hidden } = page()
  await expect(moveToTrash(client, ['a'])).rejects.toMatchObject({ code: 'unavailable' })
  expect(hidden()).toEqual([])
})

test('what the server has deleted for good is gone, and told', async () => {
  refusal = { status: 404, code: 'not_found' }
  const { client } = page()
  client.setQueryData(keys.prediction('a'), aPrediction({ id: 'a' }))
  await expect(undo(client, ['a'])).rejects.toMatchObject({ code: 'not_found' })
  expect(client.getQueryData(keys.prediction('a'))).toBeUndefined()
})

test('a deletion in another tab hides it here, and its end takes it out', () => {
  const { client, hidden, hear } = page()
  client.setQueryData(keys.prediction('a'), aPrediction({ id: 'a' }))
  hear({ type: 'prediction.trashed', seq: 1, data: { id: 'a', until } })
  expect(hidden()).toEqual(['a'])
  expect(client.getQueryData(keys.prediction('a'))).toBeDefined()
  hear({ type: 'prediction.deleted', seq: 2, data: { id: 'a' } })
  expect(hidden()).toEqual([])
  expect(client.getQueryData(keys.prediction('a'))).toBeUndefined()
})

test('what is heard of something deleted asks the server whether it was restored in another tab', async () => {
  const { client, hidden, hear } = page()
  inTrash = ['answered']
  await client.query(trashQuery)
  hear({ type: 'prediction.trashed', seq: 1, data: { id: 'restored', until } })
  expect(hidden()).toEqual(['answered', 'restored'])
  hear({ type: 'prediction.updated', seq: 2, data: aPrediction({ id: 'restored' }) })
  // Nobody shows it here: it is read again when somebody does.
  expect(client.getQueryState(keys.trash)?.isInvalidated).toBe(true)
})
