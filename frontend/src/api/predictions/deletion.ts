import { useSyncExternalStore } from 'react'
import type { QueryClient } from '@tanstack/react-query'
import { deletePrediction } from './requests'
import { dropPrediction } from './store'

/** How long a delete can be taken back. */
export const UNDO_MS = 10_000
/** Requests at a time: a thousand at once would hold up everything else that the page asks. */
const LANES = 6

// Hidden at once, deleted on the server only when the time to undo has passed.
let hidden: ReadonlySet<string> = new Set()
/** Not yet sent to the server, with the go that each belongs to: one undone and deleted again waits anew. */
const waiting = new Map<string, readonly string[]>()
const listeners = new Set<() => void>()

function change(next: Set<string>): void {
  hidden = next
  listeners.forEach((listener) => listener())
}

export function undoDelete(ids: readonly string[]): void {
  const next = new Set(hidden)
  for (const id of ids) {
    waiting.delete(id)
    next.delete(id)
  }
  change(next)
}

export function deleteLater(client: QueryClient, ids: readonly string[], onError: (error: unknown) => void): void {
  ids.forEach((id) => waiting.set(id, ids))
  change(new Set([...hidden, ...ids]))
  window.addEventListener('pagehide', deleteOnLeaving)
  const remove = (id: string) =>
    deletePrediction(id).then(
      () => dropPrediction(client, id),
      (error: unknown) => {
        undoDelete([id])
        onError(error)
      },
    )
  setTimeout(() => {
    const rest = ids.filter((id) => waiting.get(id) === ids).values()
    for (let lane = 0; lane < LANES; lane++) void drain(rest, remove)
  }, UNDO_MS)
}

/** Takes one after the other from what is left; what was undone meanwhile is skipped. */
async function drain(rest: Iterator<string>, remove: (id: string) => Promise<void>): Promise<void> {
  for (let next = rest.next(); !next.done; next = rest.next()) {
    if (waiting.delete(next.value)) await remove(next.value)
  }
}

/**
 * The page is being left, and with it the chance to undo: `keepalive` lets the requests outlive it. Whoever ends the
 * session waits for them, since they need it.
 */
export async function deleteNow(): Promise<void> {
  const ids = [...waiting.keys()]
  waiting.clear()
  await Promise.allSettled(ids.map((id) => deletePrediction(id, { keepalive: true })))
}

/** A page that the browser keeps for its back button comes back with its time to undo. */
function deleteOnLeaving({ persisted }: PageTransitionEvent): void {
  if (!persisted) void deleteNow()
}

/** The ids that lists leave out although the server still has them. */
export function useHidden(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => hidden,
  )
}
