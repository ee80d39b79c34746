import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useHidden } from '@/api/deletion'
import { newestFirst } from '@/api/prediction-order'
import type { Prediction } from '@/api/types'
import { usePolling } from '@/live/live'
import { QUEUE_PACE_MS, recentQuery, watchQuery } from './api'

/** My predictions, newest first, kept current by the socket, or by asking while it is away. */
export function useRecentPredictions() {
  const polling = usePolling()
  const hidden = useHidden()
  const list = useInfiniteQuery(recentQuery)
  const pages = list.data?.pages
  const all = useMemo(() => newestFirst(pages?.flatMap((page) => page.results) ?? []), [pages])
  const predictions: readonly Prediction[] = useMemo(
    () => all.filter((prediction) => !hidden.has(prediction.id)),
    [all, hidden],
  )
  const waiting = all.some((prediction) => prediction.status === 'queued')
  useQuery(watchQuery({ limit: 50 }, polling))
  useQuery(watchQuery({ status: 'queued', limit: 200 }, waiting && polling === false && QUEUE_PACE_MS))
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }
  return { predictions, error: list.error, reload: () => void list.refetch(), loadMore }
}
