import { expect, test } from 'vitest'
import { at, isEmpty, ofPoints, type Series, stepsOf } from './curve-series'

const line: Series = { label: 'loss', colour: 'blue', steps: [10, 20, 30], values: [2, null, 1] }

test('between two points the earlier one is read, and before the first none', () => {
  expect([5, 10, 25, 30, 99].map((step) => at(line, step))).toEqual([null, 2, 2, 1, 1])
})

test('curves of several runs share one axis', () => {
  expect(stepsOf([line, { ...line, steps: [20, 40] }])).toEqual([10, 20, 30, 40])
  const points = [{ step: 1, epoch: 1, loss: null, learning_rate: 0.1, examples_per_second: 3 }]
  expect(isEmpty([ofPoints(points, ({ loss }) => loss, line)])).toBe(true)
  expect(isEmpty([ofPoints(points, (point) => point.learning_rate, line)])).toBe(false)
})
