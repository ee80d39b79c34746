import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { cursorOf } from '@/api/predictions'
import { type Filters, type Range, secondsOf, secondsUntilNext } from './search'

/** While the page is visible. Where nothing was ever read, the reader says when to try again. */
const pace = (range: Range, state: { status: string; data: unknown }) =>
  state.status === 'error' && !state.data ? false : secondsUntilNext(range) * 1000
const PAGE = 25

export function overviewQuery(range: Range) {
  return queryOptions({
    queryKey: ['operations', 'overview', range],
    queryFn: ({ signal }) => body(client.GET('/api/v1/operations/overview', { params: { query: { range } }, signal })),
    refetchInterval: ({ state }) => pace(range, state),
    refetchOnWindowFocus: true,
    // The next look is the next try.
    retry: false,
    placeholderData: keepPreviousData,
  })
}

export function predictionsQuery(range: Range, filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['operations', 'predictions', range, filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...spanOf(range, filters), ...filters, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }
      return body(client.GET('/api/v1/operations/predictions', { params: { query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
    // Who has gone on to older pages reads them in peace.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : pace(range, state)),
    retry: false,
    placeholderData: keepPreviousData,
  })
}

/** What waits or runs now belongs to the list however long ago it came. */
function spanOf(range: Range, { status, from }: Filters): { from?: string } {
  if (from || status === 'queued' || status === 'processing') return {}
  return { from: new Date(Date.now() - secondsOf[range] * 1000).toISOString() }
}
