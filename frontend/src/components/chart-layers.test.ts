import { expect, test } from 'vitest'
import { dataOf, latest, lonely, plus, stack } from './chart-layers'

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

test('layers are stacked from the first one up and holes stay holes', () => {
  expect(
    stack([
      [1, 2, null],
      [10, null, 30],
      [100, 200, 300],
    ]),
  ).toEqual([
    [1, 2, null],
    [11, null, null],
    [111, null, null],
  ])
  expect(plus([1, null], [2, 3])).toEqual([3, null])
})

test('the newest known value is the one that a legend shows', () => {
  expect(latest([1, 2, null])).toBe(2)
  expect(latest([null, 0])).toBe(0)
  expect(latest([null])).toBeNull()
})

test('points without neighbours are found, since no line passes through them', () => {
  expect(lonely([1, null, 2, 3, null, 4])).toEqual([0, 5])
})
