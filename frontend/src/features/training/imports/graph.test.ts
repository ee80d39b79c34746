import { expect, test } from 'vitest'
import { fieldsOf, THREE, usual } from './graph'

test('pictures are prepared as it was typed', () => {
  const asked = fieldsOf({ ...usual, labels: 'cat\ndog' })
  expect(asked.labels).toBe('cat\ndog')
  expect(JSON.parse(asked.preprocess)).toEqual({
    size: 224,
    resize: 'center-crop',
    resize_to: 256,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  })
})

test('blue before red and values up to 255 are told where they are meant', () => {
  const asked = fieldsOf({ ...usual, channels: 'BGR', range: '255', mean: '104, 117, 123', std: '1, 1, 1' })
  expect(JSON.parse(asked.preprocess)).toMatchObject({ channels: 'BGR', range: 255, mean: [104, 117, 123] })
})

test('a picture that is squashed is not cut', () => {
  expect(JSON.parse(fieldsOf({ ...usual, fit: 'squash', size: '32' }).preprocess)).toMatchObject({
    size: 32,
    resize: 'squash',
  })
  expect(fieldsOf({ ...usual, fit: 'squash' }).preprocess).not.toContain('resize_to')
})

test('speech has a vocabulary and no labels', () => {
  const asked = fieldsOf({
    ...usual,
    kind: 'speech-recognition',
    labels: 'left from before',
    vocabulary: '<pad>\n|\nA',
    normalize: false,
  })
  expect(asked).toEqual({ vocabulary: '<pad>\n|\nA', preprocess: '{"sample_rate":16000,"normalize":false}' })
})

test('three numbers are told from two and from words', () => {
  const three = new RegExp(`^(?:${THREE})$`)
  expect(['0.5,0.5,0.5', ' 1, -2 , .3 '].map((text) => three.test(text))).toEqual([true, true])
  expect(['0.5, 0.5', '0.5, 0.5, 0.5, 1', 'a, b, c', ''].map((text) => three.test(text))).toEqual([
    false,
    false,
    false,
    false,
  ])
})
