import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { body, client as server } from '@/api/client'
import { keys } from '@/api/keys'
import { freshest, storePrediction } from '@/api/prediction-cache'
import { cursorOf, listPredictions } from '@/api/predictions'

const PAGE = 50
const QUEUE_PACE_MS = 2000

/** Everything of mine, newest first. */
export const recentQuery = infiniteQueryOptions({
  queryKey: keys.recentPredictions,
  queryFn: async ({ pageParam, signal, client }) =>
    freshest(client, await listPredictions({ limit: PAGE, cursor: pageParam }, signal)),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => cursorOf(page.next),
})

/** Place and ETA change while others are served: no message tells, so the page asks while something waits. */
export function queuedQuery(enabled: boolean) {
  return queryOptions({
    queryKey: ['queued'],
    queryFn: async ({ client, signal }) => {
      const page = await listPredictions({ status: 'queued', limit: 200 }, signal)
      for (const prediction of page.results) storePrediction(client, prediction)
      return page.results.length
    },
    enabled,
    refetchInterval: QUEUE_PACE_MS,
    staleTime: 0,
  })
}

export function transcriptAddress(id: string, format: 'srt' | 'vtt' | 'txt'): string {
  return `/api/v1/predictions/${id}/transcript?format=${format}`
}

/** The uploaded sound as an address that can be played from any moment. */
export async function fetchSound(id: string): Promise<string> {
  const blob = await body(server.GET('/api/v1/predictions/{prediction_id}/input', { params: { path: { prediction_id: id } }, parseAs: 'blob' }))
  return URL.createObjectURL(blob)
}
