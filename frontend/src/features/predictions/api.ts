import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { body, client as server } from '@/api/client'
import { keys } from '@/api/keys'
import { freshest, insertRecent, storePrediction } from '@/api/prediction-cache'
import { cursorOf, listPredictions, type PredictionFilters } from '@/api/predictions'

const PAGE = 50
/** How often the queue is asked about while something of mine waits in it. */
export const QUEUE_PACE_MS = 2000

/** Everything of mine, newest first. */
export const recentQuery = infiniteQueryOptions({
  queryKey: keys.recentPredictions,
  queryFn: async ({ pageParam, signal, client }) =>
    freshest(client, await listPredictions({ limit: PAGE, cursor: pageParam }, signal)),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => cursorOf(page.next),
})

/**
 * Asks again and again, and writes what it hears where the cards are. Two things need it: place and ETA, which change
 * while others are served and no message tells; and everything, while the socket is away. The first page is enough:
 * an endless list that reads all of its pages every three seconds would be heavier than what it replaces.
 */
export function watchQuery(filters: PredictionFilters, paceMs: number | false) {
  return queryOptions({
    queryKey: ['watched-predictions', filters],
    queryFn: async ({ client, signal }) => {
      const page = await listPredictions(filters, signal)
      for (const prediction of page.results) {
        storePrediction(client, prediction)
        insertRecent(client, prediction)
      }
      return page.results.length
    },
    enabled: paceMs !== false,
    refetchInterval: paceMs,
    staleTime: 0,
  })
}

export function transcriptAddress(id: string, format: 'srt' | 'vtt' | 'txt'): string {
  return `/api/v1/predictions/${id}/transcript?format=${format}`
}

/** The uploaded sound as an address that can be played from any moment. */
export async function fetchSound(id: string): Promise<string> {
  const blob = await body(
    server.GET('/api/v1/predictions/{prediction_id}/input', {
      params: { path: { prediction_id: id } },
      parseAs: 'blob',
    }),
  )
  return URL.createObjectURL(blob)
}
