import type { Prediction } from '../types'

/** An id that is this much older than its arrival does not say when it was sent: it waited for the network. */
const LATE_MS = 10 * 60_000

const keys = new WeakMap<Prediction, string>()

/**
 * Sorts as a person sent the files. The server lists them as they arrived, and of several that are sent at once the small
 * one overtakes the large one; the page's ids (UUIDv7) keep the order in which they were chosen. Where an id tells another
 * time than the arrival (it waited, a program chose it, a clock is wrong) the arrival counts.
 */
function orderKey(prediction: Prediction): string {
  const known = keys.get(prediction)
  if (known !== undefined) return known
  const { id, created_at } = prediction
  const arrived = Date.parse(created_at)
  const key = Math.abs(arrived - timeOf(id)) < LATE_MS ? id : `${prefixOf(arrived)}-${id}`
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
  return predictions.toSorted((a, b) => (orderKey(a) < orderKey(b) ? 1 : -1))
}
