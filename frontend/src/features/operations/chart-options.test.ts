import { expect, test, vi } from 'vitest'

// uPlot asks the screen how dense it is as soon as it is loaded.
vi.hoisted(() => {
  window.matchMedia = () => ({ addEventListener: () => {}, removeEventListener: () => {} }) as unknown as MediaQueryList
})
const { dataOf } = await import('./chart-options')

const layer = (values: (number | null)[]) => ({ label: 'x', colour: 'blue' as const, values })

test('lines are drawn as they are', () => {
  expect(dataOf([10, 20], [layer([1, 2]), layer([3, null])], 'lines')).toEqual([
    [10, 20],
    [1, 2],
    [3, null],
  ])
})

test('stacked bars are drawn from the tallest down, so that the lower ones cover it', () => {
  expect(dataOf([10, 20], [layer([1, 2]), layer([3, 4])], 'bars')).toEqual([
    [10, 20],
    [4, 6],
    [1, 2],
  ])
})

test('a stepped chart gets a point at the end of its last bucket, or that bucket would have no width', () => {
  expect(dataOf([10, 20], [layer([1, 2])], 'area')).toEqual([
    [10, 20, 30],
    [1, 2, 2],
  ])
})

test('a stack keeps one point for each bucket, so that one between empty ones is drawn too', () => {
  expect(dataOf([10, 20], [layer([1, null]), layer([5, null])], 'stack')).toEqual([
    [10, 20],
    [6, null],
    [1, null],
  ])
})
