import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { keys } from './keys'
import { isFinal, type Prediction, type PredictionPage } from './types'

type List = InfiniteData<PredictionPage> | PredictionPage

function mapPages(list: List, change: (results: Prediction[]) => Prediction[]): List {
  if ('pages' in list) return { ...list, pages: list.pages.map((page) => ({ ...page, results: change(page.results) })) }
  return { ...list, results: change(list.results) }
}

function progress(prediction: Prediction): number {
  const step = isFinal(prediction.status) ? 2 : prediction.status === 'processing' ? 1 : 0
  return prediction.attempt * 3 + step
}

/** Push and answer may overtake each other; what is further along is the newer. */
function newer(next: Prediction, known: Prediction | undefined): Prediction {
  return known && progress(known) > progress(next) ? known : next
}

/** Of a freshly read page, what the socket has told since the server wrote it. */
export function freshest(client: QueryClient, page: PredictionPage): PredictionPage {
  return {
    ...page,
    results: page.results.map((read) => newer(read, client.getQueryData<Prediction>(keys.prediction(read.id)))),
  }
}

/** Writes one prediction wherever the cache already shows it. */
export function storePrediction(client: QueryClient, next: Prediction): void {
  client.setQueryData<Prediction>(keys.prediction(next.id), (known) => newer(next, known))
  client.setQueriesData<List>({ queryKey: keys.predictionLists }, (list) =>
    list && holds(list, next.id)
      ? mapPages(list, (results) => results.map((known) => (known.id === next.id ? newer(next, known) : known)))
      : list,
  )
}

export function dropPrediction(client: QueryClient, id: string): void {
  client.removeQueries({ queryKey: keys.prediction(id), exact: true })
  client.setQueriesData<List>({ queryKey: keys.predictionLists }, (list) =>
    list && holds(list, id) ? mapPages(list, (results) => results.filter((known) => known.id !== id)) : list,
  )
}

function holds(list: List, id: string): boolean {
  const pages = 'pages' in list ? list.pages : [list]
  return pages.some((page) => page.results.some((known) => known.id === id))
}

/** Puts a new prediction on top of the unfiltered list of recent ones. */
export function insertRecent(client: QueryClient, prediction: Prediction): void {
  client.setQueryData<InfiniteData<PredictionPage>>(keys.recentPredictions, (list) => {
    const [first, ...rest] = list?.pages ?? []
    if (!list || !first || holds(list, prediction.id)) return list
    const results = [prediction, ...first.results].sort((a, b) => b.created_at.localeCompare(a.created_at))
    return { ...list, pages: [{ ...first, results }, ...rest] }
  })
  const recent = { queryKey: keys.recentPredictions, exact: true }
  // What is being read just now may have been written before this one came, and would hide it.
  if (client.isFetching(recent)) void client.cancelQueries(recent).then(() => client.refetchQueries(recent))
}

let pending: ReturnType<typeof setTimeout> | undefined

/** Filtered lists cannot know whether a new prediction belongs to them: they ask, at most once a second. */
export function refreshFilteredLists(client: QueryClient): void {
  pending ??= setTimeout(() => {
    pending = undefined
    void client.invalidateQueries({
      queryKey: keys.predictionLists,
      predicate: (query) => query.queryKey[2] !== keys.recentPredictions[2],
    })
  }, 1000)
}
