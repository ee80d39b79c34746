import type { Query, QueryClient } from '@tanstack/react-query'
import type { LiveHandler } from '@/live/live'
import { keys } from '../keys'
import { readAgain } from '../read-again'
import type { Prediction, Trashed } from '../types'
import { statuses } from './filters'
import { readsEarly, refreshHead } from './list-query'
import { filtersOf, storePrediction } from './store'
import { forget, hideHeard, trashQuery } from './trash'

/** The cache follows the socket. */
export function followPredictions(client: QueryClient): LiveHandler {
  return ({ type, data }) => {
    if (type === 'prediction.updated' && isPrediction(data)) {
      storePrediction(client, data)
      // Restored, or answered in the trash: the server knows.
      if (isTrashed(client, data.id)) readAgain(client, keys.trash)
    } else if (type === 'prediction.trashed' && isTrash(data)) hideHeard(client, data)
    else if (type === 'prediction.deleted' && hasId(data)) forget(client, [data.id])
    else return
    readAgain(client, keys.summary)
  }
}

/** After a gap in the messages: the newest page of each list again, and whatever else is shown. */
export function resyncPredictions(client: QueryClient): void {
  for (const list of client.getQueryCache().findAll({ queryKey: keys.predictionLists })) resyncList(client, list)
  void client.invalidateQueries({ queryKey: keys.predictionsByThemselves })
  readAgain(client, keys.summary)
  readAgain(client, keys.trash)
}

function isTrashed(client: QueryClient, id: string): boolean {
  return client.getQueryData(trashQuery.queryKey)?.some((one) => one.id === id) ?? false
}

function resyncList(client: QueryClient, { queryKey, state }: Query): void {
  // A page that cannot be read now is read at the next resync; the list itself stays as it was.
  if (state.data !== undefined) refreshHead(client, filtersOf(queryKey)).catch(() => undefined)
  else if (state.fetchStatus === 'idle' || readsEarly(queryKey)) readAgain(client, queryKey)
}

/** What the socket brings is looked at before it is believed: a newer server may say what this page does not know. */
function isPrediction(data: unknown): data is Prediction {
  return hasId(data) && 'status' in data && statuses.some((status) => status === data.status) && 'input' in data
}

function isTrash(data: unknown): data is Trashed {
  return hasId(data) && 'until' in data && typeof data.until === 'string'
}

function hasId(data: unknown): data is { id: string } {
  return typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string'
}
