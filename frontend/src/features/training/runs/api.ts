import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { wholeList } from '@/api/pages'
import { runKeys } from './keys'
import type { NewRun } from './types'

export const runsQuery = queryOptions({
  queryKey: runKeys.list,
  queryFn: ({ signal }) => wholeList((query) => body(client.GET('/api/v1/runs', { params: { query }, signal }))),
})

export function runQuery(id: string) {
  return queryOptions({
    queryKey: runKeys.one(id),
    queryFn: ({ signal }) => body(client.GET('/api/v1/runs/{run_id}', { params: { path: { run_id: id } }, signal })),
  })
}

export function curveQuery(id: string) {
  return queryOptions({
    queryKey: runKeys.curve(id),
    queryFn: async ({ signal }) =>
      (await body(client.GET('/api/v1/runs/{run_id}/curve', { params: { path: { run_id: id } }, signal }))).results,
  })
}

export function startRun(asked: NewRun) {
  return body(client.POST('/api/v1/runs', { body: asked }))
}

const run = (id: string) => ({ params: { path: { run_id: id } } })

export const pauseRun = (id: string) => body(client.POST('/api/v1/runs/{run_id}/pause', run(id)))
export const resumeRun = (id: string) => body(client.POST('/api/v1/runs/{run_id}/resume', run(id)))
export const cancelRun = (id: string) => body(client.POST('/api/v1/runs/{run_id}/cancel', run(id)))
export const retryRun = (id: string) => body(client.POST('/api/v1/runs/{run_id}/retry', run(id)))
export const deleteRun = (id: string) => body(client.DELETE('/api/v1/runs/{run_id}', run(id)))

export function registerRun(id: string, slug: string) {
  return body(client.POST('/api/v1/runs/{run_id}/register', { ...run(id), body: { slug } }))
}
