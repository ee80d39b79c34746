import { expect, test } from 'vitest'
import { fieldsOf, type Graph, graphOf, THREE, usual } from './graph'

test('pictures are prepared as it was typed', () => {
  const asked = fieldsOf({ ...usual, labels: 'cat\ndog' })
  expect(asked.labels).toBe('cat\ndog')
  expect(JSON.parse(asked.preprocess)).toEqual({
    size: 224,
    resize: 'center-crop',
    resize_to: 256,
    interpolation: 'bilinear',
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

test('a picture that is fitted in has a colour beside it', () => {
  const asked = fieldsOf({ ...usual, fit: 'letterbox', fill: '114, 114, 114', interpolation: 'bicubic' })
  expect(JSON.parse(asked.preprocess)).toMatchObject({
    resize: 'letterbox',
    fill: [114, 114, 114],
    interpolation: 'bicubic',
  })
})

const sayings: [string, Partial<Graph>][] = [
  ['as usual', {}],
  ['blue first, of values up to 255', { channels: 'BGR', range: '255', mean: '104, 117, 123' }],
  ['fitted in', { fit: 'letterbox', fill: '1, 2, 3', interpolation: 'nearest', resizeTo: '' }],
  ['the largest square', { resizeTo: '' }],
]
test.each(sayings)('what was said can be changed as it was typed: %s', (_, typed) => {
  const graph = { ...usual, labels: 'cat\ndog', ...typed }
  const said = JSON.parse(fieldsOf(graph).preprocess) as Record<string, unknown>
  expect(graphOf({ labels: ['cat', 'dog'], vocabulary: [], preprocess: said })).toEqual(graph)
})

test('where nothing was said the usual is proposed, and where its files say nothing of the way of resizing, what is done', () => {
  expect(graphOf({ labels: [], vocabulary: [], preprocess: null })).toEqual(usual)
  expect(graphOf({ labels: [], vocabulary: [], preprocess: { size: 32 } }).interpolation).toBe('lanczos')
  const ear = graphOf({ labels: [], vocabulary: ['<pad>', 'A'], preprocess: { sample_rate: 8000, normalize: false } })
  expect(ear).toMatchObject({
    kind: 'speech-recognition',
    vocabulary: '<pad>\nA',
    sampleRate: '8000',
    normalize: false,
  })
})
