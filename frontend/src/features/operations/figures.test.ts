import { expect, test } from 'vitest'
import { anEmptyBucket } from '@/testing/operations'
import { doubtRatios, failingRatios, isEmpty, perMinute, timesOf } from './figures'

const bucket = (at: string, succeeded = 0, failed = 0) => ({ ...anEmptyBucket, at, succeeded, failed })
const hour = (to: string) => ({
  bucket_seconds: 60,
  to,
  series: [bucket('2026-11-22T10:00:00Z', 30, 10), bucket('2026-11-22T10:01:00Z'), bucket('2026-11-22T10:02:00Z', 15)],
})

test('a full bucket is counted by its own length', () => {
  expect(perMinute(hour('2026-11-22T10:03:00Z'), 'succeeded')).toEqual([30, 0, 15])
  expect(perMinute({ ...hour('2026-11-22T10:30:00Z'), bucket_seconds: 120 }, 'failed')).toEqual([5, 0, 0])
})

test('the bucket that is still filling is counted by what has passed of it', () => {
  expect(perMinute(hour('2026-11-22T10:02:30Z'), 'succeeded')).toEqual([30, 0, 30])
})

test('a bucket that has hardly begun says nothing while it is empty, and no more than it may', () => {
  expect(perMinute(hour('2026-11-22T10:02:05Z'), 'failed')).toEqual([10, 0, null])
  expect(perMinute(hour('2026-11-22T10:02:05Z'), 'succeeded')).toEqual([30, 0, 45])
})

test('the share of failures is unknown where nothing ended', () => {
  expect(failingRatios(hour('2026-11-22T10:03:00Z'))).toEqual([0.25, null, 0])
})

test('a chart of nothing but zeros and holes is empty', () => {
  expect(
    isEmpty([
      [0, null],
      [0, 0],
    ]),
  ).toBe(true)
  expect(
    isEmpty([
      [0, null],
      [0, 0.5],
    ]),
  ).toBe(false)
})

test('buckets are placed by the second', () => {
  expect(timesOf(hour('2026-11-22T10:03:00Z'))).toEqual([1795341600, 1795341660, 1795341720])
})

test('what was not counted is a gap, and doubt is a share of what has labels', () => {
  const gone = { ...bucket('2026-11-22T10:00:00Z'), counted: false }
  const doubted = { ...bucket('2026-11-22T10:01:00Z', 8), labelled: 4, in_doubt: 2, outside: 1 }
  const overview = { bucket_seconds: 60, to: '2026-11-22T10:02:00Z', series: [gone, doubted] }
  expect(perMinute(overview, 'succeeded')).toEqual([null, 8])
  expect(doubtRatios(overview, 'in_doubt')).toEqual([null, 0.5])
  expect(doubtRatios(overview, 'outside')).toEqual([null, 0.25])
})
