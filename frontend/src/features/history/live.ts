import type { QueryClient } from '@tanstack/react-query'
import type { PredictionFilters } from '@/api/predictions'
import type { Prediction } from '@/api/types'
import type { LiveHandler } from '@/live/live'
import { historyKey, refreshHead } from './api'
import { matches } from './filters'
import { type List, without, withUpdate } from './list'

/** Each loaded list follows the socket row by row: a list of thousands is not read again for one change. */
export function historyLive(client: QueryClient): LiveHandler {
  return ({ type, data }) => {
    if (type === 'prediction.deleted') change(client, (list) => without(list, (data as { id: string }).id))
    if (type === 'prediction.updated') {
      const next = data as Prediction
      change(client, (list, filters) => withUpdate(list, next, matches(next, filters)))
    }
  }
}

/** After a gap in the messages: the newest page of each list again. */
export function resyncHistory(client: QueryClient): void {
  for (const [key] of client.getQueriesData<List>({ queryKey: historyKey })) {
    // A page that cannot be read now is read at the next resync; the list itself stays as it was.
    refreshHead(client, filtersOf(key)).catch(() => undefined)
  }
}

function change(client: QueryClient, next: (list: List, filters: PredictionFilters) => List): void {
  for (const [key, list] of client.getQueriesData<List>({ queryKey: historyKey })) {
    if (list) client.setQueryData<List>(key, next(list, filtersOf(key)))
  }
}

function filtersOf(key: readonly unknown[]): PredictionFilters {
  return key[historyKey.length] as PredictionFilters
}
