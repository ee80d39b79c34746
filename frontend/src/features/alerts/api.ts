import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import type { Alert, AlertRule, Alerts } from '@/api/types'
import { ALERTS } from './keys'

const HOUR = 60

/** The socket tells of changes; asked for all the same, since nobody tells that nobody looks. */
export const alertsQuery = queryOptions({
  queryKey: ALERTS,
  queryFn: ({ signal }) => body(client.GET('/api/v1/operations/alerts', { signal })),
  refetchInterval: 30_000,
  retry: false,
})

/** What belongs into the banner at this moment, the worst first. */
export function calling({ active }: Alerts, now: number): Alert[] {
  return active.filter(
    ({ status, snoozed_until: until }) => status === 'open' && (until === null || Date.parse(until) <= now),
  )
}

export function acknowledgeMutation(queries: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) =>
      body(client.POST('/api/v1/operations/alerts/{alert_id}/acknowledge', { params: { path: { alert_id: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ALERTS }),
  })
}

export function snoozeMutation(queries: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) =>
      body(
        client.POST('/api/v1/operations/alerts/{alert_id}/snooze', {
          params: { path: { alert_id: id } },
          body: { minutes: HOUR },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ALERTS }),
  })
}

/** Takes back that somebody sees to it. */
export function reopenMutation(queries: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) =>
      body(client.POST('/api/v1/operations/alerts/{alert_id}/reopen', { params: { path: { alert_id: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ALERTS }),
  })
}

/** Takes back that it is hidden. */
export function showMutation(queries: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) =>
      body(
        client.POST('/api/v1/operations/alerts/{alert_id}/snooze', {
          params: { path: { alert_id: id } },
          body: { minutes: 0 },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ALERTS }),
  })
}

export const rulesQuery = queryOptions({
  queryKey: ['alert-rules'],
  queryFn: async ({ signal }) => (await body(client.GET('/api/v1/operations/alert-rules', { signal }))).results,
})

export type RuleChange = Partial<Pick<AlertRule, 'threshold' | 'seconds' | 'is_on'>>

export function changeRuleMutation(queries: QueryClient, key: string) {
  return mutationOptions({
    mutationFn: (change: RuleChange): Promise<AlertRule> =>
      body(client.PATCH('/api/v1/operations/alert-rules/{key}', { params: { path: { key } }, body: change })),
    onSettled: () => queries.invalidateQueries({ queryKey: rulesQuery.queryKey }),
  })
}

export function resetRuleMutation(queries: QueryClient, key: string) {
  return mutationOptions({
    mutationFn: () => body(client.DELETE('/api/v1/operations/alert-rules/{key}', { params: { path: { key } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: rulesQuery.queryKey }),
  })
}
