import type { OperationsOverview } from '@/api/types'

export type Values = (number | null)[]

type Overview = Pick<OperationsOverview, 'series' | 'bucket_seconds' | 'to'>

/** Where each bucket begins, in seconds since 1970. */
export function timesOf({ series }: Overview): number[] {
  return series.map((bucket) => Date.parse(bucket.at) / 1000)
}

/** Counts of a bucket as a rate per minute. One that has hardly begun is null while it is empty, and not blown up after. */
export function perMinute(overview: Overview, count: 'succeeded' | 'failed'): Values {
  const { series, bucket_seconds: length, to } = overview
  return series.map((bucket) => {
    const elapsed = Math.min(length, (Date.parse(to) - Date.parse(bucket.at)) / 1000)
    const least = length / 3
    return elapsed < least && !bucket[count] ? null : (bucket[count] * 60) / Math.max(elapsed, least)
  })
}

/** The share of failures of each bucket in which anything ended. */
export function failingRatios({ series }: Overview): Values {
  return series.map(({ succeeded, failed }) => (succeeded + failed ? failed / (succeeded + failed) : null))
}

/** Both counts together; null where either is unknown. */
export function plus(a: Values, b: Values): Values {
  return a.map((value, index) => {
    const other = b[index]
    return value === null || other == null ? null : value + other
  })
}

/** Running totals from the first layer up, as a stacked chart draws them. A hole in any layer is a hole in all. */
export function stack(layers: Values[]): Values[] {
  const stacked: Values[] = []
  for (const layer of layers) {
    const below = stacked.at(-1)
    stacked.push(below ? plus(below, layer) : layer)
  }
  return stacked
}

/** The newest value that is known. */
export function latest(values: Values): number | null {
  return values.findLast((value) => value !== null) ?? null
}

/** Points with a hole on both sides: a line cannot show them, so they get a dot. */
export function lonely(values: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = []
  for (let index = 0; index < values.length; index++) {
    if (values[index] != null && values[index - 1] == null && values[index + 1] == null) found.push(index)
  }
  return found
}

/** Whether there is anything to draw. */
export function isEmpty(layers: Values[]): boolean {
  return layers.every((values) => values.every((value) => value === null || value === 0))
}

export function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
