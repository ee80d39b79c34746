import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useHidden } from '@/api/deletion'
import type { Prediction } from '@/api/types'
import { usePolling } from '@/live/live'
import { queuedQuery, recentQuery } from './api'

/** My predictions, newest first, kept current by the socket, or by asking while it is away. */
export function useRecentPredictions() {
  const polling = usePolling()
  const hidden = useHidden()
  const list = useInfiniteQuery({ ...recentQuery, refetchInterval: polling })
  const all = list.data?.pages.flatMap((page) => page.results) ?? []
  const predictions: Prediction[] = hidden.size === 0 ? all : all.filter((prediction) => !hidden.has(prediction.id))
  useQuery(queuedQuery(polling === false && all.some((prediction) => prediction.status === 'queued')))
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }
  return { predictions, error: list.error, reload: () => void list.refetch(), loadMore }
}
