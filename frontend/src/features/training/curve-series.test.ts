import { expect, test } from 'vitest'
import { at, bestOf, isEmpty, ofPoints, type Series, stepsOf } from './curve-series'
import type { Epoch } from './types'

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

test('the best epoch has the most right answers, or the fewest wrong words', () => {
  const epochs = (name: string) => [0.5, 0.7, null, 0.6].map((metric, index) => ({ number: index + 1, metric, metric_name: name }) as Epoch)
  expect(bestOf(epochs('top1'))?.number).toBe(2)
  expect(bestOf(epochs('wer'))?.number).toBe(1)
  expect(bestOf([])).toBeUndefined()
})
