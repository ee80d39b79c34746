import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { keys } from '@/api/keys'
import type { Difference } from '@/api/types'

/** While one runs its figures are asked for this often. */
const PACE_MS = 5000
const FEW = 20

export type Choice = NonNullable<Difference['choice']>

/** The shadows of a model, the newest first. */
export function shadowsQuery(slug: string) {
  return queryOptions({
    queryKey: keys.shadows(slug),
    queryFn: async () =>
      (await body(client.GET('/api/v1/shadows', { params: { query: { model: slug, limit: FEW } } }))).results,
    refetchInterval: ({ state }) => (state.data?.some(({ ended_at }) => ended_at === null) ? PACE_MS : false),
  })
}

/** Differences that nobody has voted on; asked for again where none is left. */
export function openDifferencesQuery(shadow: string) {
  const params = { path: { shadow_id: shadow }, query: { votes: 'open', limit: FEW } as const }
  return queryOptions({
    queryKey: keys.differences(shadow),
    queryFn: async () => (await body(client.GET('/api/v1/shadows/{shadow_id}/differences', { params }))).results,
    refetchInterval: ({ state }) => (state.data?.length === 0 ? PACE_MS : false),
    // What is being looked at is not exchanged by coming back to the window.
    refetchOnWindowFocus: false,
  })
}

export function startShadow(slug: string, version: number, reason: string) {
  return body(client.POST('/api/v1/models/{slug}/shadows', { params: { path: { slug } }, body: { version, reason } }))
}

export function endShadow(shadow: string, reason: string) {
  return body(
    client.POST('/api/v1/shadows/{shadow_id}/end', { params: { path: { shadow_id: shadow } }, body: { reason } }),
  )
}

export function vote(shadow: string, number: number, choice: Choice) {
  const params = { path: { shadow_id: shadow, number } }
  return body(client.PUT('/api/v1/shadows/{shadow_id}/differences/{number}/vote', { params, body: { choice } }))
}

export function withdrawVote(shadow: string, number: number) {
  const params = { path: { shadow_id: shadow, number } }
  return body(client.DELETE('/api/v1/shadows/{shadow_id}/differences/{number}/vote', { params }))
}
