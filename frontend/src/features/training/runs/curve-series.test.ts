import { expect, test } from 'vitest'
import { aligned, isEmpty, isFlattened, ofPoints, type Series } from './curve-series'

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

test.each([
  ['one value far above the rest', [900, 2.1, 1.7, 1.2, null], true],
  ['a loss that falls as losses do', [2.3, 1.4, 0.6, 0.3], false],
  ['a value that has no logarithm', [900, 2, 1, 0], false],
  ['nothing', [null, null], false],
])('a chart is flattened, or not, by %s', (_, values, flattened) => {
  expect(isFlattened([{ ...line, values }])).toBe(flattened)
})
