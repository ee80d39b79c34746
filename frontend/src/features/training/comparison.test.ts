import { expect, test } from 'vitest'
import { goodness, ticks } from './comparison'

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
