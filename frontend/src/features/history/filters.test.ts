import { expect, test } from 'vitest'
import { prediction } from '@/testing/prediction-pages'
import { isFiltered, matches, readFilters, toggleStatus } from './filters'

test('an address with nonsense in it shows the plain list', () => {
  const filters = readFilters({ status: 'broken', kind: 'video', q: '', model: 7 })
  expect(isFiltered(filters)).toBe(false)
})

test('a search for a number is read as text', () => {
  expect(readFilters({ q: 42 }).q).toBe('42')
})

test('states are added and taken away in the order of life', () => {
  const both = toggleStatus(toggleStatus({}, 'failed'), 'queued')
  expect(both.status).toBe('queued,failed')
  expect(toggleStatus(toggleStatus(both, 'failed'), 'queued').status).toBeUndefined()
})

test('every word of a search is looked for in name, best label and text', () => {
  const cat = prediction(1)
  expect(matches(cat, { q: 'CAT photo' })).toBe(true)
  expect(matches(cat, { q: 'cat dog' })).toBe(false)
})

test('a model filter may name one version', () => {
  expect(matches(prediction(1), { model: 'resnet-cifar10/versions/3' })).toBe(true)
  expect(matches(prediction(1), { model: 'resnet-cifar10/versions/2' })).toBe(false)
})
