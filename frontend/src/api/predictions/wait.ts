import type { Kind, Prediction } from '../types'

export interface Wait {
  /** `late`: longer than was said; `unserved`: nobody is there to answer. */
  how: 'usual' | 'late' | 'unserved'
  /** Since it was sent. */
  seconds: number
}

/** An estimate is a mean: twice of it is still usual, and what is short may take a moment longer. */
const PATIENCE = { times: 2, seconds: 5 }

/** By id, until when an answer was promised by what was said first; in milliseconds. */
const promised = new Map<string, number>()

/** How a prediction has waited up to `now`, on the server's clock; null unless it waits. */
export function waitOf(prediction: Prediction, unserved: readonly Kind[], now: number): Wait | null {
  const { id, status, kind, created_at, eta_seconds: eta } = prediction
  if (status !== 'queued') {
    promised.delete(id)
    return null
  }
  if (eta !== null && !promised.has(id)) promised.set(id, now + (eta * PATIENCE.times + PATIENCE.seconds) * 1000)
  const late = now > (promised.get(id) ?? Infinity)
  const seconds = Math.max(0, Math.floor((now - Date.parse(created_at)) / 1000))
  return { how: unserved.includes(kind) ? 'unserved' : late ? 'late' : 'usual', seconds }
}
