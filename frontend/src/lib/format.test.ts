import { expect, test } from 'vitest'
import { formatAgo, formatBytes, formatClock, formatDuration, formatPercent, formatWait } from './format'

test('sizes are written as the limits are counted', () => {
  expect([0, 999, 88_312, 1_600_000, 26_214_400].map((bytes) => formatBytes(bytes))).toEqual([
    '0 B',
    '999 B',
    '86 KB',
    '1.5 MB',
    '25 MB',
  ])
})

test('a duration gets the unit that it is read in', () => {
  expect([0.0004, 0.003, 0.031, 0.31, 12.34, 75, 600, 7500].map((s) => formatDuration(s))).toEqual([
    '0.4 ms',
    '3 ms',
    '0.03 s',
    '0.31 s',
    '12.3 s',
    '1 min 15 s',
    '10 min',
    '2 h 5 min',
  ])
})

test('an estimate pretends to no hundredths, and speaks the language of the reader', () => {
  expect([0.2, 1.3, 59, 75].map((s) => formatWait(s))).toEqual(['1 s', '2 s', '59 s', '1 min 15 s'])
  expect([0.003, 0.31, 75].map((s) => formatDuration(s, 'zh-CN'))).toEqual(['3 毫秒', '0.31 秒', '1 分钟 15 秒'])
})

test('a position in a sound is written like a clock', () => {
  expect([0, 5.9, 63.4, 600].map(formatClock)).toEqual(['0:00', '0:05', '1:03', '10:00'])
})

test('shares keep one digit so that 97.1 and 97.4 differ', () => {
  expect(formatPercent(0.9712)).toBe('97.1\u202f%')
  expect(formatPercent(1, 'en', 0)).toBe('100\u202f%')
  expect(formatPercent(0.9961, 'en', 0)).toBe('99\u202f%')
  expect(formatPercent(0.99996)).toBe('99.9\u202f%')
})

test('what is over a week old is written as a date', () => {
  const now = Date.parse('2026-11-22T10:00:00Z')
  expect(formatAgo('2026-11-22T09:57:00Z', 'en', now)).toBe('3 minutes ago')
  expect(formatAgo('2026-11-20T10:00:00Z', 'en', now)).toBe('2 days ago')
  expect(formatAgo('2026-11-22T09:57:00Z', 'zh-CN', now)).toBe('3分钟前')
  expect(formatAgo('2026-10-01T12:00:00Z', 'en', now)).toBe('Oct 1, 2026')
})
