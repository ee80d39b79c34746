import { expect, test } from 'vitest'
import { withEpoch, withPoint } from './live'
import type { Epoch, Point } from './types'

const point = (step: number, loss: number): Point => ({
  step,
  epoch: 1,
  loss,
  learning_rate: 0.1,
  examples_per_second: 10,
})

test('a run that goes on after a crash tells some steps again, and the curve does not run backwards', () => {
  const points = [point(10, 2), point(20, 1.5), point(30, 1.2)]
  expect(withPoint(points, point(40, 1)).map(({ step }) => step)).toEqual([10, 20, 30, 40])
  expect(withPoint(points, point(20, 1.4))).toEqual([point(10, 2), point(20, 1.4)])
  expect(withPoint(points, null)).toBe(points)
  const epochs = [{ number: 1 }, { number: 2 }] as Epoch[]
  expect(withEpoch(epochs, { number: 2, metric: 0.5 } as Epoch)).toEqual([{ number: 1 }, { number: 2, metric: 0.5 }])
})
