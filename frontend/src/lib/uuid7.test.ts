import { expect, test } from 'vitest'
import { uuid7 } from './uuid7'

test('ids made in one millisecond sort in the order of their making', () => {
  const now = Date.now()
  const ids = Array.from({ length: 500 }, () => uuid7(now))
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(500)
})

test('an id says its version, its variant and its time', () => {
  const now = Date.now() + 60_000
  const id = uuid7(now)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now)
})

test('a clock that is set back does not set the ids back', () => {
  const first = uuid7(Date.now() + 120_000)
  expect(uuid7(Date.now()) > first).toBe(true)
})
