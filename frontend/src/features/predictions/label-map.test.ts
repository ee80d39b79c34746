import { expect, test } from 'vitest'
import { isCropped, placeOf, speaksAtAll } from './label-map'

const grid = (x: number, y: number) =>
  Array.from({ length: 7 }, (_, row) => Array.from({ length: 7 }, (_, column) => (row === y && column === x ? 1 : 0)))

test.each([
  [3, 3, 'middle'],
  [0, 3, 'left'],
  [6, 3, 'right'],
  [3, 0, 'top'],
  [6, 0, 'top-right'],
  [0, 6, 'bottom-left'],
] as const)('a map whose weight is at column %i, row %i says so', (x, y, place) => {
  expect(placeOf(grid(x, y))).toBe(place)
})

test('a map of nothing speaks for nothing', () => {
  expect(speaksAtAll(grid(-1, -1))).toBe(false)
  expect(speaksAtAll(grid(1, 2))).toBe(true)
})

test('a model that gets the middle alone gets less than the picture', () => {
  expect(isCropped({ left: 0, top: 0, width: 1, height: 1 })).toBe(false)
  expect(isCropped({ left: -0.25, top: 0, width: 1.5, height: 1 })).toBe(false)
  expect(isCropped({ left: 0.25, top: 0, width: 0.5, height: 1 })).toBe(true)
})
