import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { keys } from '@/api/keys'
import { freshest } from '@/api/prediction-cache'
import type { Prediction, PredictionPage, Status } from '@/api/types'
import { aPrediction } from '@/testing/predictions'
import { predictionsLive } from './live'

function page(...predictions: Prediction[]) {
  const client = new QueryClient()
  client.setQueryData<InfiniteData<PredictionPage>>(keys.recentPredictions, {
    pages: [{ results: predictions, next: null }],
    pageParams: [undefined],
  })
  const hear = predictionsLive(client)
  const say = (prediction: Prediction) => hear({ type: 'prediction.updated', seq: 1, data: prediction })
  const shown = () => client.getQueryData<InfiniteData<PredictionPage>>(keys.recentPredictions)!.pages[0]!.results
  return { client, hear, say, shown, states: () => shown().map(({ id, status }): [string, Status] => [id, status]) }
}

test('a message turns a waiting card into an answer, in its place and without asking the server', () => {
  const { say, states } = page(
    aPrediction({ id: 'b', status: 'queued' }),
    aPrediction({ id: 'a', status: 'succeeded' }),
  )
  say(aPrediction({ id: 'b', status: 'succeeded' }))
  expect(states()).toEqual([
    ['b', 'succeeded'],
    ['a', 'succeeded'],
  ])
})

test('a prediction that was made elsewhere appears on top', () => {
  const { say, states } = page(aPrediction({ id: 'a', created_at: '2026-11-22T10:00:00Z' }))
  say(aPrediction({ id: 'b', status: 'queued', created_at: '2026-11-22T10:00:01Z' }))
  expect(states().map(([id]) => id)).toEqual(['b', 'a'])
})

test('what was said earlier does not undo what was said later', () => {
  const { say, states } = page(aPrediction({ id: 'a', status: 'queued' }))
  say(aPrediction({ id: 'a', status: 'succeeded' }))
  say(aPrediction({ id: 'a', status: 'processing' }))
  expect(states()).toEqual([['a', 'succeeded']])
})

test('a second attempt is newer than the first, though it is not done yet', () => {
  const { say, states } = page(aPrediction({ id: 'a', status: 'processing', attempt: 1 }))
  say(aPrediction({ id: 'a', status: 'processing', attempt: 2 }))
  say(aPrediction({ id: 'a', status: 'failed', attempt: 1 }))
  expect(states()).toEqual([['a', 'processing']])
})

test('a list that was read before the answer came does not bring the waiting card back', () => {
  const { client, say } = page(aPrediction({ id: 'a', status: 'queued' }))
  say(aPrediction({ id: 'a', status: 'succeeded' }))
  const late = freshest(client, { results: [aPrediction({ id: 'a', status: 'queued' })], next: null })
  expect(late.results[0]?.status).toBe('succeeded')
})

test('what was deleted in another tab goes away here', () => {
  const { hear, states } = page(aPrediction({ id: 'b' }), aPrediction({ id: 'a' }))
  hear({ type: 'prediction.deleted', seq: 2, data: { id: 'b' } })
  expect(states().map(([id]) => id)).toEqual(['a'])
})
