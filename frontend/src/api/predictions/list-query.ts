import {
  hashKey,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  queryOptions,
  replaceEqualDeep,
} from '@tanstack/react-query'
import { whenLive } from '@/live/live'
import { keys } from '../keys'
import { cursorOf } from '../pages'
import type { Prediction } from '../types'
import { onlySet, type PredictionFilters } from './filters'
import { changesSince, thisMoment } from './journal'
import { type List, type ReadPage, rowsOf, upToDate, withHead } from './list-pages'
import { listPredictions } from './requests'
import { filtersOf, storePrediction } from './store'

const PAGE = 50
const LONGEST_PAGE = 200
/** The first read waits so long for the socket: what it then answers misses nothing, and need not be read again. */
const SOCKET_PATIENCE_MS = 500

/**
 * Every list of predictions in the page is one of these; without filters it is everything of mine. What is heard keeps it
 * current, so that it is read once.
 */
export function listQuery(filters: PredictionFilters) {
  return infiniteQueryOptions({
    queryKey: keys.predictionList(onlySet(filters)),
    queryFn: ({ pageParam, signal, queryKey }) =>
      pageParam === undefined ? readFirst(queryKey, filters, signal) : readPage(filters, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    // Also of what TanStack Query joins: it puts a newly read page below those that were there when it was asked for.
    structuralSharing: (known, next) => replaceEqualDeep(known, upToDate(next as List, filters)),
  })
}

/** Lists whose first read began before messages could come. */
const early = new Set<string>()

async function readFirst(key: QueryKey, filters: PredictionFilters, signal: AbortSignal): Promise<ReadPage> {
  const hash = hashKey(key)
  if (!(await whenLive(SOCKET_PATIENCE_MS))) early.add(hash)
  return readPage(filters, undefined, signal).finally(() => early.delete(hash))
}

/** Whether the read that is under way may miss what no message told. */
export function readsEarly(key: QueryKey): boolean {
  return early.has(hashKey(key))
}

async function readPage(filters: PredictionFilters, cursor?: string, signal?: AbortSignal): Promise<ReadPage> {
  const moment = thisMoment()
  const page = await listPredictions({ ...onlySet(filters), limit: PAGE, cursor }, signal)
  return { ...page, moment }
}

/** The first page anew, joined with what is loaded. */
export async function refreshHead(
  client: QueryClient,
  filters: PredictionFilters,
  signal?: AbortSignal,
): Promise<void> {
  const head = await readPage(filters, undefined, signal)
  client.setQueryData<List>(listQuery(filters).queryKey, (list) => list && upToDate(withHead(list, head), filters))
}

/** Of every list; one that cannot be read now is read at the next resync, and stays as it was. */
export function refreshHeads(client: QueryClient): void {
  for (const [key, list] of client.getQueriesData<List>({ queryKey: keys.predictionLists })) {
    if (list !== undefined) refreshHead(client, filtersOf(key)).catch(() => undefined)
  }
}

/** While no message arrives: the first page again and again. */
export function headQuery(filters: PredictionFilters, paceMs: number | false) {
  return queryOptions({
    queryKey: ['prediction-head', onlySet(filters)],
    queryFn: async ({ client, signal }) => {
      await refreshHead(client, filters, signal)
      return null
    },
    ...nowAndThen(paceMs),
  })
}

/** Place and ETA change while others are served, and no message tells: what waits is asked for again and again. */
export function queueQuery(paceMs: number | false) {
  return queryOptions({
    queryKey: ['prediction-queue'],
    queryFn: async ({ client, signal }) => {
      const moment = thisMoment()
      const { results } = await listPredictions({ status: 'queued', limit: LONGEST_PAGE }, signal)
      const deleted = new Set(changesSince(moment).flatMap(([id, prediction]) => (prediction ? [] : [id])))
      for (const waiting of results) if (!deleted.has(waiting.id)) storePrediction(client, waiting)
      return null
    },
    ...nowAndThen(paceMs),
  })
}

/** Not at once: what is shown was read a moment ago. */
function nowAndThen(paceMs: number | false) {
  return { enabled: paceMs !== false, refetchInterval: paceMs, initialData: null, staleTime: Infinity, gcTime: 0 }
}

/** A prediction that a loaded list shows: its own page starts with it. */
export function listedPrediction(client: QueryClient, id: string): Prediction | undefined {
  for (const [, list] of client.getQueriesData<List>({ queryKey: keys.predictionLists })) {
    const found = rowsOf(list).find((row) => row.id === id)
    if (found) return found
  }
  return undefined
}

/** Everything that the filters let through, page after page; `onRead` hears how many there are so far. */
export async function readAll(filters: PredictionFilters, onRead: (count: number) => void, signal: AbortSignal) {
  const all: Prediction[] = []
  let cursor: string | undefined
  do {
    const page = await listPredictions({ ...onlySet(filters), limit: LONGEST_PAGE, cursor }, signal)
    all.push(...page.results)
    onRead(all.length)
    cursor = cursorOf(page.next)
  } while (cursor)
  return all
}
