import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { aPrediction } from '@/testing/predictions'
import { keys } from '../keys'
import type { Prediction, Status } from '../types'
import { followPredictions } from './follow'
import { thisMoment } from './journal'
import type { List } from './list-pages'

function page(...predictions: Prediction[]) {
  const client = new QueryClient()
  const everything = keys.predictionList({})
  const failed = keys.predictionList({ status: 'failed' })
  const list = (results: Prediction[]): List => ({
    pages: [{ results, next: null, moment: thisMoment() }],
    pageParams: [undefined],
  })
  client.setQueryData<List>(everything, list(predictions))
  client.setQueryData<List>(failed, list([]))
  const hear = followPredictions(client)
  const say = (prediction: Prediction) => hear({ type: 'prediction.updated', seq: 1, data: prediction })
  const shown = (key: readonly unknown[] = everything) => client.getQueryData<List>(key)!.pages[0]!.results
  const states = () => shown().map(({ id, status }): [string, Status] => [id, status])
  return { client, hear, say, states, inFailed: () => shown(failed).map(({ id }) => id) }
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

test('a change of state moves it from one filtered list to another', () => {
  const { say, inFailed } = page(aPrediction({ id: 'a', status: 'processing', attempt: 1 }))
  say(aPrediction({ id: 'a', status: 'failed', attempt: 1 }))
  expect(inFailed()).toEqual(['a'])
  say(aPrediction({ id: 'a', status: 'queued', attempt: 2 }))
  expect(inFailed()).toEqual([])
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

test('what was deleted in another tab goes away here', () => {
  const { hear, states } = page(aPrediction({ id: 'b' }), aPrediction({ id: 'a' }))
  hear({ type: 'prediction.deleted', seq: 2, data: { id: 'b' } })
  expect(states().map(([id]) => id)).toEqual(['a'])
})

test('a message that is no prediction as this page knows it is passed over', () => {
  const { hear, states } = page(aPrediction({ id: 'a' }))
  hear({ type: 'prediction.updated', seq: 1, data: { id: 'a', status: 'pondering', input: {} } })
  hear({ type: 'prediction.updated', seq: 2, data: null })
  hear({ type: 'prediction.deleted', seq: 3, data: { name: 'a' } })
  expect(states()).toEqual([['a', 'succeeded']])
})
