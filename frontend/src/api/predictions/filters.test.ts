import { expect, test } from 'vitest'
import { prediction } from '@/testing/prediction-pages'
import { matches, onlySet } from './filters'

test('every word of a search is looked for in name, best label and text', () => {
  const cat = prediction(1)
  expect(matches(cat, { q: 'CAT photo' })).toBe(true)
  expect(matches(cat, { q: 'cat dog' })).toBe(false)
})

test('a model filter may name one version', () => {
  expect(matches(prediction(1), { model: 'resnet-cifar10/versions/3' })).toBe(true)
  expect(matches(prediction(1), { model: 'resnet-cifar10/versions/2' })).toBe(false)
})

test('states and kind let through what the server would let through', () => {
  const waiting = prediction(1, { status: 'queued' })
  expect(matches(waiting, { status: 'queued,processing' })).toBe(true)
  expect(matches(waiting, { status: 'succeeded' })).toBe(false)
  expect(matches(waiting, { kind: 'speech-recognition' })).toBe(false)
})

test('what is outside is unsure too, and what was not said to be either is neither', () => {
  const labels = [{ label: 'cat', index: 3, score: 0.9 }]
  const unsure = prediction(1, { output: { labels, sure: false } })
  const outside = prediction(1, { output: { labels, sure: false, outside: true } })
  const speech = prediction(1, { output: { text: 'A', words: [], confidence: 0.9, outside: true } })
  const sure = prediction(1, { output: { labels, sure: true } })
  const waiting = prediction(1, { output: null })
  const all = [unsure, outside, speech, sure, waiting]
  expect(all.filter((one) => matches(one, { doubt: 'unsure' }))).toEqual([unsure, outside, speech])
  expect(all.filter((one) => matches(one, { doubt: 'outside' }))).toEqual([outside, speech])
})

test('filters that are not set make no difference between two lists', () => {
  expect(onlySet({ status: undefined, kind: undefined, model: 'a', q: '' })).toEqual({ model: 'a' })
})
