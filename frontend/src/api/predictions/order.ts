import type { Prediction } from '../types'

/** An id that is this much older than its arrival does not say when it was sent: it waited for the network. */
const LATE_MS = 10 * 60_000

const keys = new WeakMap<Prediction, string>()

/**
 * What to sort by, as a person sent the files. The server lists them as they arrived, and of several that are sent at once the small
 * one overtakes the large one; the page's ids (UUIDv7) keep the order in which they were chosen. Where an id tells another
 * time than the arrival (it waited, a program chose it, a clock is wrong) the arrival counts.
 */
export function orderOf(id: string, arrivedMs: number): string {
  return Math.abs(arrivedMs - timeOf(id)) < LATE_MS ? id : `${prefixOf(arrivedMs)}-${id}`
}

/** Of a prediction, found once. */
export function orderOfPrediction(prediction: Prediction): string {
  const known = keys.get(prediction)
  if (known !== undefined) return known
  const key = orderOf(prediction.id, Date.parse(prediction.created_at))
  keys.set(prediction, key)
  return key
}

/** The milliseconds since 1970 that a UUIDv7 begins with; nonsense for other ids. */
function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

function prefixOf(milliseconds: number): string {
  const hex = milliseconds.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

/** Newest first, for the eye; the pages of a list stay in the order of the server. */
export function newestFirst(predictions: readonly Prediction[]): Prediction[] {
  return predictions.toSorted((a, b) => (orderOfPrediction(a) < orderOfPrediction(b) ? 1 : -1))
}
