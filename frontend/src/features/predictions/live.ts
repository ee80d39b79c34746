import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import type { Prediction, PredictionPage } from '@/api/types'
import type { LiveHandler } from '@/live/live'

type List = InfiniteData<PredictionPage> | PredictionPage

function mapPages(list: List, change: (results: Prediction[]) => Prediction[]): List {
  if ('pages' in list) return { ...list, pages: list.pages.map((page) => ({ ...page, results: change(page.results) })) }
  return { ...list, results: change(list.results) }
}

/** A message may overtake an answer that was already on its way: the older state must not win. */
function isNewer(next: Prediction, known: Prediction): boolean {
  const rank = (p: Prediction) => p.attempt * 10 + ['queued', 'processing'].indexOf(p.status) * 1 + (p.completed_at ? 5 : 0)
  return rank(next) >= rank(known)
}

/** Writes one prediction wherever the cache already shows it. */
export function storePrediction(client: QueryClient, next: Prediction): void {
  client.setQueryData<Prediction>(keys.prediction(next.id), (known) => (known && !isNewer(next, known) ? known : next))
  client.setQueriesData<List>({ queryKey: keys.predictionLists }, (list) =>
    list && mapPages(list, (results) => results.map((known) => (known.id === next.id && isNewer(next, known) ? next : known))),
  )
}

export function dropPrediction(client: QueryClient, id: string): void {
  client.removeQueries({ queryKey: keys.prediction(id), exact: true })
  client.setQueriesData<List>({ queryKey: keys.predictionLists }, (list) =>
    list && mapPages(list, (results) => results.filter((known) => known.id !== id)),
  )
}

function isShown(client: QueryClient, id: string): boolean {
  return client.getQueriesData<List>({ queryKey: keys.predictionLists }).some(([, list]) => {
    if (!list) return false
    const pages = 'pages' in list ? list.pages : [list]
    return pages.some((page) => page.results.some((known) => known.id === id))
  })
}

/** The cache follows the socket: known predictions are replaced in place, unknown ones make the lists read again. */
export function predictionsLive(client: QueryClient): LiveHandler {
  return (message) => {
    if (message.type === 'prediction.deleted') {
      dropPrediction(client, (message.data as { id: string }).id)
    } else if (message.type === 'prediction.updated') {
      const prediction = message.data as Prediction
      const known = isShown(client, prediction.id)
      storePrediction(client, prediction)
      if (!known) void client.invalidateQueries({ queryKey: keys.predictionLists })
    } else {
      return
    }
    void client.invalidateQueries({ queryKey: keys.summary })
  }
}
