import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { QUEUE_PACE_MS, usePolling } from '@/live/live'
import { useHidden } from './trash'
import type { PredictionFilters } from './filters'
import { rowsOf } from './list-pages'
import { headQuery, listQuery, queueQuery } from './list-query'
import { newestFirst } from './order'

/** The one live list of my predictions: current by the socket, or by asking while the socket is away or something waits. */
export function usePredictionList(filters: PredictionFilters) {
  const list = useInfiniteQuery(listQuery(filters))
  const hidden = useHidden()
  const sorted = useMemo(() => newestFirst(rowsOf(list.data)), [list.data])
  const rows = useMemo(() => sorted.filter((row) => !hidden.has(row.id)), [sorted, hidden])
  const waiting = useMemo(() => rows.some((row) => row.status === 'queued'), [rows])
  const polling = usePolling()
  useQuery(headQuery(filters, list.data !== undefined && polling))
  useQuery(queueQuery(waiting && polling === false && QUEUE_PACE_MS))
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError) void list.fetchNextPage()
  }
  return { list, rows, loadMore }
}
