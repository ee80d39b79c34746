import { expect, test } from 'vitest'
import { aPrediction } from '@/testing/predictions'
import { waitOf } from './wait'

const sent = Date.UTC(2026, 10, 22, 12)
const at = (seconds: number) => sent + seconds * 1000

/** Waits with a promise; each test has an id of its own, since promises are kept by it. */
function waiting(id: string, eta_seconds: number | null) {
  const created_at = new Date(sent).toISOString()
  return aPrediction({ id, status: 'queued', output: null, position: 4, eta_seconds, created_at })
}

test('time is counted, and is no news while it stays near what was said', () => {
  const one = waiting('near', 4)
  expect(waitOf(one, [], at(0))).toEqual({ how: 'usual', seconds: 0 })
  expect(waitOf(one, [], at(12))).toEqual({ how: 'usual', seconds: 12 })
})

test('past twice what was said at first it is longer than usual, however short the rest is said to be', () => {
  expect(waitOf(waiting('late', 1), [], at(0))?.how).toBe('usual')
  expect(waitOf(waiting('late', 1), [], at(83))).toEqual({ how: 'late', seconds: 83 })
})

test('a long queue that moves as it was said is not late near its end', () => {
  waitOf(waiting('long', 60), [], at(0))
  expect(waitOf(waiting('long', 2), [], at(58))?.how).toBe('usual')
})

test('without a promise nothing is late', () => {
  expect(waitOf(waiting('unknown', null), [], at(0))?.how).toBe('usual')
  expect(waitOf(waiting('unknown', null), [], at(600))).toEqual({ how: 'usual', seconds: 600 })
})

test('nobody there to answer is told of this kind alone', () => {
  expect(waitOf(waiting('picture', 1), ['image-classification'], at(20))?.how).toBe('unserved')
  expect(waitOf(waiting('other', 1), ['speech-recognition'], at(2))?.how).toBe('usual')
})

test('what runs or has ended does not wait', () => {
  expect(waitOf(aPrediction({ status: 'processing' }), ['image-classification'], at(20))).toBeNull()
  expect(waitOf(aPrediction(), [], at(20))).toBeNull()
})
