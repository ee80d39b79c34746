import { expect, test } from 'vitest'
import { parseAuditSearch, queryOf } from './search'

test('what is no filter or no day is left out', () => {
  expect(parseAuditSearch({ q: 12, by: '', from: 'yesterday', to: '2026-13-01', page: 2 })).toEqual({ q: '12' })
})

test('a day counts to its end in the reader’s own time', () => {
  const { from, to, by } = queryOf({ by: 'ada', from: '2026-11-30', to: '2026-11-30' })
  expect(by).toBe('ada')
  expect(Date.parse(to!) - Date.parse(from!)).toBe(86_400_000)
  expect(new Date(from!).getHours()).toBe(0)
})
