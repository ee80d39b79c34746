import type { OperationsOverview } from '@/api/types'
import type { Values } from '@/components/chart-layers'

type Overview = Pick<OperationsOverview, 'series' | 'bucket_seconds' | 'to'>

/** Where each bucket begins, in seconds since 1970. */
export function timesOf({ series }: Overview): number[] {
  return series.map((bucket) => Date.parse(bucket.at) / 1000)
}

/** Counts of a bucket as a rate per minute. One that has hardly begun is null while it is empty, and not blown up after. */
export function perMinute(overview: Overview, count: 'succeeded' | 'failed' | 'cached'): Values {
  const { series, bucket_seconds: length, to } = overview
  return series.map((bucket) => {
    if (!bucket.counted) return null
    const elapsed = Math.min(length, (Date.parse(to) - Date.parse(bucket.at)) / 1000)
    const least = length / 3
    return elapsed < least && !bucket[count] ? null : (bucket[count] * 60) / Math.max(elapsed, least)
  })
}

/** The share of failures of each bucket in which anything ended. */
export function failingRatios({ series }: Overview): Values {
  return series.map(({ succeeded, failed }) => (succeeded + failed ? failed / (succeeded + failed) : null))
}

/** The share of answers with labels that were in doubt, or outside. */
export function doubtRatios({ series }: Overview, count: 'in_doubt' | 'outside'): Values {
  return series.map((bucket) => (bucket.labelled ? bucket[count] / bucket.labelled : null))
}

/** Whether there is anything to draw. */
export function isEmpty(layers: Values[]): boolean {
  return layers.every((values) => values.every((value) => value === null || value === 0))
}

/** Whether nothing is known. */
export function isUnknown(layers: Values[]): boolean {
  return layers.every((values) => values.every((value) => value === null))
}

export function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
