import type { QueryClient } from '@tanstack/react-query'
import type { LiveHandler } from '@/live/live'
import { WEBHOOKS } from './keys'

/** A test has ended, or one was paused because it failed. */
export function webhooksLive(queries: QueryClient): LiveHandler {
  return ({ type }) => {
    if (type === 'webhook.updated') void readWebhooksAgain(queries)
  }
}

export const readWebhooksAgain = (queries: QueryClient) => queries.invalidateQueries({ queryKey: WEBHOOKS })
