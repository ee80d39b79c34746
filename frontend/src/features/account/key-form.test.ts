import { expect, test } from 'vitest'
import { expiresSoon, expiryOf, hasExpired, tomorrow } from './key-form'

const now = Date.UTC(2026, 10, 22, 10)

test('a lifetime in days ends that many days from now', () => {
  expect(expiryOf('30', '', now)).toBe('2026-12-22T10:00:00.000Z')
  expect(expiryOf('never', '', now)).toBeNull()
})

test('a chosen day counts to its end in the reader’s own time', () => {
  const end = new Date(expiryOf('date', '2026-12-24', now)!)
  expect([end.getFullYear(), end.getMonth(), end.getDate(), end.getHours()]).toEqual([2026, 11, 24, 23])
})

test('the first day that can be chosen is tomorrow, also at the end of a month', () => {
  expect(tomorrow(new Date(2026, 10, 30, 23, 30).getTime())).toBe('2026-12-01')
})

test('a key that ends within a week ends soon, one that has ended does not', () => {
  expect(expiresSoon('2026-11-25T10:00:00Z', now)).toBe(true)
  expect(expiresSoon('2026-12-25T10:00:00Z', now)).toBe(false)
  expect(expiresSoon('2026-11-21T10:00:00Z', now)).toBe(false)
  expect(hasExpired('2026-11-21T10:00:00Z', now)).toBe(true)
})
