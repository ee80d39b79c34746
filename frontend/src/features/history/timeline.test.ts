import { expect, test } from 'vitest'
import type { Prediction, PredictionEvent } from '@/api/types'
import { prediction } from '@/testing/prediction-pages'
import { stepsOf } from './timeline'

const moment = (seq: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, 0, seq * 250)).toISOString()

/** Everything in it happened at the moment of its number, and was told 100 ms later. */
function event(seq: number, change: Partial<Prediction>): PredictionEvent {
  const happened = { created_at: moment(1), started_at: moment(seq), completed_at: moment(seq) }
  const told = new Date(Date.parse(moment(seq)) + 100).toISOString()
  return { seq, type: 'prediction.updated', at: told, data: prediction(1, { ...happened, ...change }) }
}

test('a life from queued to answered has three steps with the times at which they happened', () => {
  const steps = stepsOf([
    event(1, { status: 'queued', attempt: 0 }),
    event(2, { status: 'processing', attempt: 1 }),
    event(4, { status: 'succeeded', attempt: 1 }),
  ])
  expect(steps.map(({ what, after }) => [what, after])).toEqual([
    ['queued', 0],
    ['processing', 0.25],
    ['succeeded', 0.75],
  ])
})

test('a worker that was lost shows as a second wait', () => {
  const steps = stepsOf([
    event(1, { status: 'queued', attempt: 0 }),
    event(2, { status: 'processing', attempt: 1 }),
    event(3, { status: 'queued', attempt: 1 }),
    event(4, { status: 'processing', attempt: 2 }),
  ])
  expect(steps.map(({ what, attempt }) => [what, attempt])).toEqual([
    ['queued', 0],
    ['processing', 1],
    ['requeued', 1],
    ['processing', 2],
  ])
})

test('feedback is a step, a repeated message is none', () => {
  const feedback = { label: 'dog', at: '2026-11-22T10:05:00Z' }
  const steps = stepsOf([event(1, {}), event(2, {}), event(3, { feedback })])
  expect(steps.map((step) => step.what)).toEqual(['succeeded', 'feedback'])
})

test('feedback that is taken back is a step too', () => {
  const feedback = { label: 'dog', at: '2026-11-22T10:05:00Z' }
  const steps = stepsOf([event(1, {}), event(2, { feedback }), event(3, {})])
  expect(steps.map((step) => step.what)).toEqual(['succeeded', 'feedback', 'withdrawn'])
})

test('a failure keeps its reason', () => {
  const error = {
    type: 'x',
    title: 'x',
    status: 422,
    detail: 'Damaged after line 120.',
    code: 'decode_failed' as const,
    instance: '',
    request_id: '',
  }
  expect(stepsOf([event(1, { status: 'failed', error })])[0]?.error).toBe(error)
})
