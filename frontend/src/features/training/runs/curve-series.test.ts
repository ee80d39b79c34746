import { expect, test } from 'vitest'
import { aligned, isEmpty, ofPoints, type Series } from './curve-series'

const line: Series = { label: 'loss', colour: 'blue', steps: [10, 20, 30], values: [2, null, 1] }

test('curves of several runs share one axis, with holes where one of them has no point', () => {
  const { steps, layers } = aligned([line, { ...line, steps: [20, 40], values: [5, 6] }])
  expect(steps).toEqual([10, 20, 30, 40])
  expect(layers.map(({ values }) => values)).toEqual([
    [2, null, 1, null],
    [null, 5, null, 6],
  ])
})

test('a curve without any value is empty', () => {
  const points = [{ step: 1, epoch: 1, loss: null, learning_rate: 0.1, examples_per_second: 3 }]
  expect(isEmpty([ofPoints(points, ({ loss }) => loss, line)])).toBe(true)
  expect(isEmpty([ofPoints(points, (point) => point.learning_rate, line)])).toBe(false)
})
