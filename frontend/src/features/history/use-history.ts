import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useHidden } from '@/api/deletion'
import { newestFirst } from '@/api/prediction-order'
import { usePolling } from '@/live/live'
import { headQuery, historyQuery } from './api'
import type { HistoryFilters } from './filters'
import { rowsOf } from './list'

/** Place and ETA change while others are served, and no message tells. */
const QUEUE_PACE_MS = 2000

/** The endless list, current by the socket, or by asking while the socket is away or something waits. */
export function useHistory(filters: HistoryFilters) {
  const list = useInfiniteQuery(historyQuery(filters))
  const hidden = useHidden()
  const polling = usePolling()
  const sorted = useMemo(() => newestFirst(rowsOf(list.data)), [list.data])
  const rows = useMemo(() => sorted.filter((row) => !hidden.has(row.id)), [sorted, hidden])
  const waiting = useMemo(() => rows.some((row) => row.status === 'queued'), [rows])
  useQuery(headQuery(filters, list.data === undefined ? false : waiting ? QUEUE_PACE_MS : polling))
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError) void list.fetchNextPage()
  }
  return { list, rows, loadMore }
}
