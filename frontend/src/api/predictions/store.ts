import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../keys'
import type { Prediction } from '../types'
import type { PredictionFilters } from './filters'
import { note } from './journal'
import { type List, upToDate } from './list-pages'
import { newerOf } from './progress'

/** What a message or an answer says of a prediction: known from now on wherever the page shows it, or will. */
export function storePrediction(client: QueryClient, said: Prediction): void {
  const next = newerOf(said, client.getQueryData<Prediction>(keys.prediction(said.id)))
  client.setQueryData(keys.prediction(next.id), next)
  note(next.id, next)
  bringUpToDate(client)
}

export function dropPrediction(client: QueryClient, id: string): void {
  client.removeQueries({ queryKey: keys.prediction(id), exact: true })
  note(id, null)
  bringUpToDate(client)
}

/** Each list row by row: a list of thousands is not read again for one change. */
function bringUpToDate(client: QueryClient): void {
  for (const [key] of client.getQueriesData({ queryKey: keys.predictionLists })) {
    client.setQueryData<List>(key, (list) => list && upToDate(list, filtersOf(key)))
  }
}

/** The filters that the key of a list holds. */
export function filtersOf(key: readonly unknown[]): PredictionFilters {
  return key[keys.predictionLists.length] as PredictionFilters
}
