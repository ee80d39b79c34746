import { useSyncExternalStore } from 'react'
import type { QueryClient } from '@tanstack/react-query'
import { deletePrediction } from './predictions'
import { dropPrediction } from './prediction-cache'

/** How long a delete can be taken back. */
export const UNDO_MS = 10_000

// Hidden at once, deleted on the server only when the time to undo has passed.
let hidden: ReadonlySet<string> = new Set()
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

function change(next: Set<string>): void {
  hidden = next
  listeners.forEach((listener) => listener())
}

export function undoDelete(ids: readonly string[]): void {
  const next = new Set(hidden)
  for (const id of ids) {
    clearTimeout(timers.get(id))
    timers.delete(id)
    next.delete(id)
  }
  change(next)
}

export function deleteLater(client: QueryClient, ids: readonly string[], onError: (error: unknown) => void): void {
  change(new Set([...hidden, ...ids]))
  for (const id of ids) {
    const remove = () =>
      deletePrediction(id).then(
        () => dropPrediction(client, id),
        (error: unknown) => {
          undoDelete([id])
          onError(error)
        },
      )
    timers.set(id, setTimeout(() => void remove(), UNDO_MS))
  }
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
