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

test('filters that are not set make no difference between two lists', () => {
  expect(onlySet({ status: undefined, kind: undefined, model: 'a', q: '' })).toEqual({ model: 'a' })
})
