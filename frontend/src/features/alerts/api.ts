import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import type { Alert, Alerts } from '@/api/types'
import type { LiveHandler } from '@/live/live'

const KEY = ['alerts']
const HOUR = 60

/** The socket tells of changes; asked for all the same, since nobody tells that nobody looks. */
export const alertsQuery = queryOptions({
  queryKey: KEY,
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
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
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
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  })
}

/** One has opened, changed or is over: the list is read anew, where it is shown. */
export function alertsLive(queries: QueryClient): LiveHandler {
  return ({ type }) => {
    if (type === 'alert.updated') void queries.invalidateQueries({ queryKey: KEY })
  }
}
