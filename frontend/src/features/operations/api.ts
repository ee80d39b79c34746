import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { cursorOf } from '@/api/pages'
import type { AskableJob, Backups, RerunWish } from '@/api/types'
import { type Filters, type Range, secondsOf, secondsUntilNext } from './search'

/** While the page is visible. Where nothing was ever read, the reader says when to try again. */
const pace = (range: Range, state: { status: string; data: unknown }) =>
  state.status === 'error' && !state.data ? false : secondsUntilNext(range) * 1000
const PAGE = 25

export function overviewQuery(range: Range, model?: string) {
  return queryOptions({
    queryKey: ['operations', 'overview', range, model],
    queryFn: ({ signal }) => {
      const query = { range, ...(model ? { model } : {}) }
      return body(client.GET('/api/v1/operations/overview', { params: { query }, signal }))
    },
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

/** Why one failed: its traceback is not in the list. */
export function failedQuery(id: string) {
  return queryOptions({
    queryKey: ['operations', 'failed', id],
    queryFn: ({ signal }) =>
      body(
        client.GET('/api/v1/operations/predictions/{prediction_id}', {
          params: { path: { prediction_id: id } },
          signal,
        }),
      ),
    staleTime: Infinity,
    retry: false,
  })
}

/** Have failed predictions answered once more: of a code as many rounds as there are, while any is queued. */
export function rerunMutation(queries: QueryClient) {
  return mutationOptions({
    mutationFn: async (wish: RerunWish) => {
      const sums = { queued: 0, refused: 0, reason: '' }
      for (let left = 1; left > 0;) {
        const asked = await body(client.POST('/api/v1/operations/predictions/reruns', { body: wish }))
        sums.queued += asked.queued.length
        sums.refused += asked.refused.length
        sums.reason ||= asked.refused[0]?.detail ?? ''
        left = asked.refused.length ? 0 : asked.left
      }
      return sums
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['operations', 'predictions'] }),
  })
}

/** Looked at closely only while something goes on. */
export const backupsQuery = queryOptions({
  queryKey: ['operations', 'backups'],
  queryFn: ({ signal }) => body(client.GET('/api/v1/operations/backups', { signal })),
  refetchInterval: ({ state }) => (state.data && goesOn(state.data) ? 1500 : 60_000),
  retry: false,
})

export function startRunMutation(queries: QueryClient) {
  return mutationOptions({
    mutationFn: (job: AskableJob) => body(client.POST('/api/v1/operations/backups/runs', { body: { job } })),
    onSettled: () => queries.invalidateQueries({ queryKey: backupsQuery.queryKey }),
  })
}

const goesOn = ({ jobs }: Backups) => jobs.some(({ under_way }) => under_way)

/** What waits or runs now belongs to the list however long ago it came. */
function spanOf(range: Range, { status, from }: Filters): { from?: string } {
  if (from || status === 'queued' || status === 'processing') return {}
  return { from: new Date(Date.now() - secondsOf[range] * 1000).toISOString() }
}
