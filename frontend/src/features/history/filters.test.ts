import { expect, test } from 'vitest'
import { isFiltered, readFilters, toggleStatus } from './filters'

test('an address with nonsense in it shows the plain list', () => {
  const filters = readFilters({ status: 'broken', kind: 'video', q: '', model: 7, doubt: 'great' })
  expect(isFiltered(filters)).toBe(false)
})

test('a doubt is read from the address and is a filter', () => {
  expect(readFilters({ doubt: 'outside' }).doubt).toBe('outside')
  expect(isFiltered({ doubt: 'unsure' })).toBe(true)
})

test('a search for a number is read as text', () => {
  expect(readFilters({ q: 42 }).q).toBe('42')
})

test('states are added and taken away in the order of life', () => {
  const both = toggleStatus(toggleStatus({}, 'failed'), 'queued')
  expect(both.status).toBe('queued,failed')
  expect(toggleStatus(toggleStatus(both, 'failed'), 'queued').status).toBeUndefined()
})
