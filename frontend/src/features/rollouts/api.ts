import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { keys } from '@/api/keys'
import type { Rollout, RolloutForm } from '@/api/types'

/** While one runs its figures are asked for this often; that it begins, goes on or ends is told by the socket. */
const PACE_MS = 3000
const MANY = 20

/** The rollouts of a model, the newest first. */
export function rolloutsQuery(slug: string) {
  return queryOptions({
    queryKey: keys.rollouts(slug),
    queryFn: async () =>
      (await body(client.GET('/api/v1/rollouts', { params: { query: { model: slug, limit: MANY } } }))).results,
    refetchInterval: ({ state }) => (state.data?.some((rollout) => rollout.state === 'running') ? PACE_MS : false),
  })
}

/** Who moved which alias of a model, the newest first, and where a roll-back would lead. */
export function aliasChangesQuery(slug: string) {
  return queryOptions({
    queryKey: keys.aliasChanges(slug),
    queryFn: () =>
      body(client.GET('/api/v1/models/{slug}/alias-changes', { params: { path: { slug }, query: { limit: MANY } } })),
  })
}

export function startRollout(slug: string, form: RolloutForm) {
  return body(client.POST('/api/v1/models/{slug}/rollouts', { params: { path: { slug } }, body: form }))
}

/** `expected`: the version that answers now, as the reader was shown. */
export function rollBack(slug: string, expected: number, reason: string) {
  return body(
    client.POST('/api/v1/models/{slug}/roll-back', { params: { path: { slug } }, body: { expected, reason } }),
  )
}

export function abort({ id, revision }: Rollout, reason: string) {
  const params = { path: { rollout_id: id } }
  return body(client.POST('/api/v1/rollouts/{rollout_id}/abort', { params, body: { revision, reason } }))
}

/** Where a signal holds it; that one only tells from then on. */
export function goOn({ id, revision }: Rollout, reason: string) {
  const params = { path: { rollout_id: id } }
  return body(client.POST('/api/v1/rollouts/{rollout_id}/continue', { params, body: { revision, reason } }))
}

/** `anyway`: also where it was not proved to be as good. */
export function promote({ id, revision }: Rollout, reason: string, anyway: boolean) {
  const params = { path: { rollout_id: id } }
  return body(client.POST('/api/v1/rollouts/{rollout_id}/promote', { params, body: { revision, reason, anyway } }))
}
