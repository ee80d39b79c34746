import createClient, { type Middleware } from 'openapi-fetch'
import { noteServerTime } from '@/lib/server-clock'
import type { paths } from './generated/schema'
import { ApiError, toApiError, unreachable } from './problem'

/** The token of the double-submit cookie, which the server sets at `GET session`. */
export function csrfToken(): string {
  const match = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)
  return match?.[1] ? decodeURIComponent(match[1]) : ''
}

const problems: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-CSRFToken', csrfToken())
  },
  async onResponse({ response }) {
    // Files may come out of the browser's cache, with the time at which they were put there.
    if (response.headers.get('Content-Type')?.includes('json')) noteServerTime(response.headers.get('Date'))
    if (response.ok) return
    throw toApiError(response.status, response.statusText, await response.text(), response.headers.get('Retry-After'))
  },
  onError({ error }) {
    if (error instanceof ApiError) return error
    if (error instanceof DOMException && error.name === 'AbortError') return error
    return unreachable()
  },
}

// Own fetch wrapper: looks `fetch` up at each call, so that tests can intercept it.
export const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: (request) => fetch(request),
})
client.use(problems)

/** The body of an answer. Refusals have been thrown as ApiError before this is reached. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer
  return data as T
}
