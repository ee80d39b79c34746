import { expect, test } from 'vitest'
import { apart, goodness, milliseconds, thinned, ticks } from './comparison'

test('pictures are told by what is right, speech by what is wrong', () => {
  const error = { value: 0.25, low: 0.125, high: 0.5 }
  expect(goodness({ error }, 'image-classification')).toEqual({ value: 0.75, low: 0.5, high: 0.875 })
  expect(goodness({ error }, 'speech-recognition')).toBe(error)
})

test('an axis has a few round steps, also where there is only one value', () => {
  expect(ticks(0, 9)).toEqual([0, 5])
  expect(ticks(0, 8)).toEqual([0, 2, 4, 6, 8])
  expect(ticks(3, 3)).toEqual([3])
})

test('labels that would lie on each other are moved apart, and stay in the picture', () => {
  expect(apart([50, 52, 100], 16, 0, 200)).toEqual([50, 66, 100])
  expect(apart([52, 50], 16, 0, 200)).toEqual([66, 50])
  expect(apart([190, 195], 16, 0, 200)).toEqual([184, 200])
})

test('times are told in milliseconds, in three figures', () => {
  expect([0.01718, 0.000382, 0.563].map((seconds) => milliseconds(seconds))).toEqual(['17.2', '0.382', '563'])
})

test('an axis that is short has fewer figures', () => {
  expect(thinned([0, 1, 2, 3, 4], 500, 60)).toEqual([0, 1, 2, 3, 4])
  expect(thinned([0, 1, 2, 3, 4], 200, 60)).toEqual([0, 2, 4])
})
