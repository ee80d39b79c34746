import { expect, test } from 'vitest'
import { readConfusions, readMeasures, readPerClass, titleOfSet } from './measures'

test('accuracy comes with its test set, its interval and the number of items', () => {
  const measures = readMeasures({
    top1: 0.9213,
    top1_interval: [0.9158, 0.9264],
    test_set: 'CIFAR-10 test',
    test_items: 10000,
    parity_max_abs: 3e-6,
  })
  expect(measures).toEqual([
    { key: 'top1', family: 'top1', set: 'CIFAR-10 test', value: 0.9213, low: 0.9158, high: 0.9264, items: 10000 },
  ])
})

test('the word error rate of each data set is a measure of its own', () => {
  const measures = readMeasures({ an4_wer: 0.14, an4_items: 130, speech_commands_wer: 0.11 })
  expect(measures.map(({ set, value, items }) => [set, value, items])).toEqual([
    ['an4', 0.14, 130],
    ['speech_commands', 0.11, null],
  ])
})

test('nested figures read like flat ones', () => {
  const measures = readMeasures({
    fsdd: { wer: 0.2, wer_ci95: [0.17, 0.23], words: 3000 },
    top1: { value: 0.9, low: 0.88, high: 0.92 },
  })
  expect(measures).toEqual([
    { key: 'top1', family: 'top1', set: null, value: 0.9, low: 0.88, high: 0.92, items: null },
    { key: 'fsdd_wer', family: 'wer', set: 'fsdd', value: 0.2, low: 0.17, high: 0.23, items: 3000 },
  ])
})

test('a word that is no number is no measure', () => {
  expect(readMeasures({ top1: 'good' })).toEqual([])
})

test('known data sets have their proper names', () => {
  expect(titleOfSet('speech-commands')).toBe('Speech Commands')
  expect(titleOfSet('my_own_set')).toBe('my own set')
})

test('what the training was watched by is not shown as quality', () => {
  expect(readMeasures({ dev_top1: 0.99, top1: 0.84 }).map((measure) => measure.key)).toEqual(['top1'])
})

test('labels come best first, and mistakes with what was right', () => {
  const metrics = {
    per_class: { cat: 0.58, frog: 0.93, odd: 'x' },
    confusions: [['cat', 'dog', 204], ['broken'], 'worse'],
  }
  expect(readPerClass(metrics)).toEqual([
    { label: 'frog', share: 0.93 },
    { label: 'cat', share: 0.58 },
  ])
  expect(readConfusions(metrics)).toEqual([{ right: 'cat', answered: 'dog', count: 204 }])
})
