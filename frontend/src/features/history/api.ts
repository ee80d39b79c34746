import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { body, client as server } from '@/api/client'
import { freshest } from '@/api/prediction-cache'
import { cursorOf, listPredictions } from '@/api/predictions'
import type { Prediction, PredictionPage } from '@/api/types'
import { type HistoryFilters, toQuery } from './filters'
import { type List, rowsOf, withHead } from './list'

const PAGE = 100
const LONGEST_PAGE = 200

/** Above every list of this page, whatever its filters. */
export const historyKey = ['history'] as const

export function historyQuery(filters: HistoryFilters) {
  return infiniteQueryOptions({
    queryKey: [...historyKey, toQuery(filters)],
    queryFn: async ({ pageParam, signal, client }) =>
      freshest(client, await listPredictions({ ...toQuery(filters), limit: PAGE, cursor: pageParam }, signal)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: PredictionPage) => cursorOf(page.next),
    placeholderData: keepPreviousData,
    // The socket keeps the list current (live.ts). Reading it again would read every page of it.
    staleTime: Infinity,
  })
}

/** While no push arrives: the first page again and again, joined with what is loaded. */
export function headQuery(filters: HistoryFilters, pace: number | false) {
  return queryOptions({
    queryKey: ['history-head', toQuery(filters)],
    queryFn: async ({ client, signal }) => {
      await refreshHead(client, filters, signal)
      return null
    },
    enabled: pace !== false,
    refetchInterval: pace,
    staleTime: 0,
    gcTime: 0,
  })
}

export async function refreshHead(client: QueryClient, filters: HistoryFilters, signal?: AbortSignal): Promise<void> {
  const head = freshest(client, await listPredictions({ ...toQuery(filters), limit: PAGE }, signal))
  client.setQueryData<List>(historyQuery(filters).queryKey, (list) => list && withHead(list, head))
}

/** A prediction that a loaded list already shows: the detail page starts with it. */
export function listedPrediction(client: QueryClient, id: string): Prediction | undefined {
  for (const [, list] of client.getQueriesData<List>({ queryKey: historyKey })) {
    const found = rowsOf(list).find((row) => row.id === id)
    if (found) return found
  }
  return undefined
}

/** Everything that the filters let through, page after page; `onRead` hears how many there are so far. */
export async function readAll(filters: HistoryFilters, onRead: (count: number) => void, signal: AbortSignal) {
  const all: Prediction[] = []
  let cursor: string | undefined
  do {
    const page = await listPredictions({ ...toQuery(filters), limit: LONGEST_PAGE, cursor }, signal)
    all.push(...page.results)
    onRead(all.length)
    cursor = cursorOf(page.next)
  } while (cursor)
  return all
}

/** What happened to a prediction. Its state is part of the key, so that a change reads the events again. */
export function eventsQuery({ id, status, attempt, feedback }: Prediction) {
  return queryOptions({
    queryKey: ['events', id, status, attempt, feedback?.at ?? null],
    queryFn: async () =>
      (
        await body(
          server.GET('/api/v1/predictions/{prediction_id}/events', { params: { path: { prediction_id: id } } }),
        )
      ).results,
    placeholderData: keepPreviousData,
  })
}

/** A prediction's transcript as a file. */
export function transcriptAddress(id: string, format: 'srt' | 'vtt' | 'txt'): string {
  return `/api/v1/predictions/${id}/transcript?format=${format}`
}
