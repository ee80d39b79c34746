import { expect, test } from 'vitest'
import { stagesOf } from './stages'

const metrics = {
  queue_time: 1,
  preprocess_time: 0.1,
  predict_time: 0.6,
  postprocess_time: 0.05,
  total_time: 2,
  batch_size: 3,
}

test('the stages and the rest add up to the whole time', () => {
  const { stages, total } = stagesOf(metrics)!
  expect(total).toBe(2)
  expect(stages.map(({ name, seconds }) => [name, Number(seconds.toFixed(3))])).toEqual([
    ['queue', 1],
    ['preprocess', 0.1],
    ['predict', 0.6],
    ['postprocess', 0.05],
    ['rest', 0.25],
  ])
  expect(stages.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
})

test('stages that never began are left out', () => {
  const early = stagesOf({
    ...metrics,
    preprocess_time: null,
    predict_time: null,
    postprocess_time: null,
    total_time: 1,
  })!
  expect(early.stages.map((stage) => stage.name)).toEqual(['queue'])
})

test('before anything is measured there is no bar', () => {
  const none = {
    queue_time: null,
    preprocess_time: null,
    predict_time: null,
    postprocess_time: null,
    total_time: null,
    batch_size: null,
  }
  expect(stagesOf(none)).toBeNull()
})

test('a whole that is shorter than its parts does not make shares above one', () => {
  const { stages } = stagesOf({ ...metrics, total_time: 0.5 })!
  expect(stages.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
})
