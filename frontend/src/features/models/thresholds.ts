import type { Thresholds, Version } from '@/api/types'

/** A confidence, the share of answers that are as sure, and what share of these is right; null where there are none. */
export interface CurvePoint {
  from: number
  kept: number
  right: number | null
}

/** How sure and how right a version was on the data that it was measured on, the least sure first. */
export function readCurve(metrics: Record<string, unknown>): CurvePoint[] {
  const { sure } = metrics
  if (typeof sure !== 'object' || sure === null || !('curve' in sure) || !Array.isArray(sure.curve)) return []
  return sure.curve.flatMap((point: unknown) => {
    if (!Array.isArray(point)) return []
    const [from, kept, right] = point as unknown[]
    if (typeof from !== 'number' || typeof kept !== 'number') return []
    return [{ from, kept, right: typeof right === 'number' ? right : null }]
  })
}

/** The point of a curve that a threshold stands at. */
export function pointAt(curve: readonly CurvePoint[], threshold: number): CurvePoint | undefined {
  return curve.findLast(({ from }) => from <= threshold + 1e-9) ?? curve[0]
}

/** That of a label, or of all where none is named. */
export function thresholdOf({ threshold, labels }: Thresholds, label: string): number {
  return labels[label] ?? threshold
}

/** The thresholds with another one for a label, or for all others where none is named. */
export function withThreshold(thresholds: Thresholds, label: string, value: number): Thresholds {
  if (label === '') return { ...thresholds, threshold: value }
  return { ...thresholds, labels: { ...thresholds.labels, [label]: value } }
}

/** Those that were chosen when the version was measured; null where they were not, or count now. */
export function measuredThresholds({ metrics, thresholds }: Version): Thresholds | null {
  const { sure } = metrics as { sure?: Partial<Thresholds> }
  if (sure?.threshold === undefined || !sure.labels) return null
  const { threshold, labels } = sure
  return JSON.stringify({ threshold, labels }) === JSON.stringify(thresholds) ? null : { threshold, labels }
}
