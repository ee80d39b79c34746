import { expect, test } from 'vitest'
import { bucketLabel, inUnit, shortAgo, stepsIn, tickLabel, unitFor } from './scale'
import { filtersOf, parseSearch, withRange } from './search'

test('an axis has one unit, chosen by its longest duration', () => {
  expect([0.04, 0.999, 1, 14, 179, 600].map(unitFor)).toEqual(['ms', 'ms', 's', 's', 's', 'min'])
  expect([0, 0.2, 0.0005].map((seconds) => inUnit(seconds, 'ms', 'en'))).toEqual(['0', '200 ms', '0.5 ms'])
  expect(inUnit(2.5, 's', 'en')).toBe('2.5 s')
  expect(inUnit(90, 'min', 'en')).toBe('1.5 min')
  expect(inUnit(0.2, 'ms', 'zh-CN')).toBe('200 毫秒')
})

test('the lines of an axis fall on round numbers of its unit', () => {
  expect(stepsIn('ms')).toContain(0.05)
  expect(stepsIn('s')).toContain(0.5)
  expect(stepsIn('min')).toContain(300)
})

test('a short range is labelled with times and a week with days', () => {
  const noon = new Date(2026, 10, 22, 12, 5).getTime() / 1000
  expect(tickLabel(noon, '1h', 'en')).toBe('12:05')
  expect(tickLabel(noon, '7d', 'en')).toBe('Nov 22')
  expect(tickLabel(noon, '7d', 'zh-CN')).toBe('11月22日')
})

test('a bucket is told as a span, by the second only where it is that short', () => {
  const noon = new Date(2026, 10, 22, 12, 5).getTime() / 1000
  expect(bucketLabel(noon, 60, '1h', 'en').replace(/\s/g, ' ')).toBe('12:05 – 12:06')
  expect(bucketLabel(noon, 15, '15m', 'en')).toContain('12:05:15')
  expect(bucketLabel(noon, 7200, '7d', 'en')).toContain('Nov 22')
})

test('what makes no sense in an address is left out', () => {
  expect(parseSearch({ range: '2y', kind: 'video', status: '', from: 'then', q: 123, code: 'timeout' })).toEqual({
    q: '123',
    code: 'timeout',
  })
  const whole = {
    range: '7d',
    kind: 'speech-recognition',
    status: 'failed',
    code: 'timeout',
    worker: 'celery@one',
    owner: 'ada',
    q: 'cat',
    from: '2026-11-22T10:00:00Z',
    to: '2026-11-22T10:05:00Z',
  }
  expect(parseSearch(whole)).toEqual(whole)
})

test('the range is no filter', () => {
  expect(filtersOf({ range: '6h', status: 'failed' })).toEqual({ status: 'failed' })
})

test('another range keeps the filters and drops the span that was clicked on a chart', () => {
  const before = { range: '6h', status: 'failed', from: '2026-11-22T10:00:00Z', to: '2026-11-22T10:05:00Z' } as const
  expect(withRange(before, '7d')).toEqual({ range: '7d', status: 'failed' })
})

test('how long ago is told in the largest unit that is full', () => {
  const now = Date.parse('2026-11-22T10:00:00Z')
  const told = (iso: string, language = 'en') => shortAgo(iso, now, language)
  expect(told('2026-11-22T09:59:48Z')).toBe('12s ago')
  expect(told('2026-11-22T09:48:00Z')).toBe('12m ago')
  expect(told('2026-11-20T09:00:00Z')).toBe('2d ago')
  expect(told('2026-11-22T09:48:00Z', 'zh-CN')).toBe('12分钟前')
  expect(told('2026-11-22T10:00:03Z')).toBe('0s ago')
})
