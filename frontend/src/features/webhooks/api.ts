import { infiniteQueryOptions, mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { cursorOf } from '@/api/pages'
import type { Delivery, DeliveryStatus, NewWebhook, Webhook, WebhookForm } from '@/api/types'
import { WEBHOOKS } from './keys'
import { readWebhooksAgain } from './live'

const PAGE = 25
/** While something is on its way; nobody tells of each attempt. */
const PACE_MS = 1500

export const webhooksQuery = queryOptions({
  queryKey: [...WEBHOOKS, 'list'],
  queryFn: async ({ signal }) => (await body(client.GET('/api/v1/webhooks', { signal }))).results,
})

const one = (id: string) => ({ params: { path: { webhook_id: id } } })

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: [...WEBHOOKS, 'one', id],
    queryFn: ({ signal }) => body(client.GET('/api/v1/webhooks/{webhook_id}', { ...one(id), signal })),
    refetchInterval: ({ state }) => (state.data?.waiting ? PACE_MS : false),
  })

export const deliveriesQuery = (id: string, status?: DeliveryStatus) =>
  infiniteQueryOptions({
    queryKey: [...WEBHOOKS, 'log', id, status],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(status ? { status } : {}), ...(pageParam ? { cursor: pageParam } : {}) }
      const path = { webhook_id: id }
      return body(client.GET('/api/v1/webhooks/{webhook_id}/deliveries', { params: { path, query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
    // Who has gone on to older pages reads them in peace.
    refetchInterval: ({ state }) =>
      state.data?.pages.length === 1 && state.data.pages[0]?.results.some(goesOn) ? PACE_MS : false,
  })

export const goesOn = ({ status }: Pick<Delivery, 'status'>) => status === 'queued' || status === 'processing'

export const deliveryQuery = (id: string, delivery: string) =>
  queryOptions({
    queryKey: [...WEBHOOKS, 'delivery', id, delivery],
    queryFn: ({ signal }) =>
      body(
        client.GET('/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}', {
          params: { path: { webhook_id: id, delivery_id: delivery } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data && !goesOn(state.data) ? false : PACE_MS / 3),
  })

const readAgain = (queries: QueryClient) => () => readWebhooksAgain(queries)

export function makeWebhookMutation(queries: QueryClient) {
  return mutationOptions({
    mutationFn: (form: WebhookForm): Promise<NewWebhook> => body(client.POST('/api/v1/webhooks', { body: form })),
    onSuccess: readAgain(queries),
  })
}

export function changeWebhookMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: (change: Partial<WebhookForm> & { paused?: boolean }): Promise<Webhook> =>
      body(client.PATCH('/api/v1/webhooks/{webhook_id}', { ...one(id), body: change })),
    onSuccess: readAgain(queries),
  })
}

export function renewSecretMutation(id: string) {
  return mutationOptions({
    mutationFn: (): Promise<NewWebhook> => body(client.POST('/api/v1/webhooks/{webhook_id}/secret', one(id))),
  })
}

export function deleteWebhookMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => body(client.DELETE('/api/v1/webhooks/{webhook_id}', one(id))),
    onSuccess: () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  })
}

export function testMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: (): Promise<Delivery> => body(client.POST('/api/v1/webhooks/{webhook_id}/test', one(id))),
    onSuccess: readAgain(queries),
  })
}

export function sendAgainMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: (delivery: string): Promise<Delivery> =>
      body(
        client.POST('/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/send', {
          params: { path: { webhook_id: id, delivery_id: delivery } },
        }),
      ),
    onSuccess: readAgain(queries),
  })
}

export function sendFailedMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => body(client.POST('/api/v1/webhooks/{webhook_id}/send-failed', one(id))),
    onSuccess: readAgain(queries),
  })
}
