import type { Prediction } from '../types'

/** Null where it was deleted. */
export type Change = readonly [id: string, prediction: Prediction | null]

/** More than can change while one read is under way. */
const KEPT = 2000

let changes: Change[] = []
/** How many changes there were before the first that is kept. */
let dropped = 0

/** Notes what a message, or the answer to an action, says of a prediction. */
export function note(id: string, prediction: Prediction | null): void {
  changes.push([id, prediction])
  if (changes.length < 2 * KEPT) return
  dropped += changes.length - KEPT
  changes = changes.slice(-KEPT)
}

/** A moment, for `changesSince`. */
export function thisMoment(): number {
  return dropped + changes.length
}

/**
 * What changed since a moment, oldest first. An answer of the server may have been written before a change that the page
 * has already heard of: what happened since it was asked for is laid over it, instead of asking again.
 */
export function changesSince(moment: number): readonly Change[] {
  return changes.slice(Math.max(0, moment - dropped))
}
