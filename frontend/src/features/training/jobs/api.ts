import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { jobKeys } from './keys'

/** A trainer that starts or goes tells nobody, so the page asks now and then. */
export const trainerQuery = queryOptions({
  queryKey: jobKeys.trainer,
  queryFn: ({ signal }) => body(client.GET('/api/v1/trainer', { signal })),
  refetchInterval: 15_000,
})

/** The newest of them. */
export const jobsQuery = queryOptions({
  queryKey: jobKeys.list,
  queryFn: async ({ signal }) => (await body(client.GET('/api/v1/jobs', { signal }))).results,
})

const job = (id: string) => ({ params: { path: { job_id: id } } })

export const cancelJob = (id: string) => body(client.POST('/api/v1/jobs/{job_id}/cancel', job(id)))
export const retryJob = (id: string) => body(client.POST('/api/v1/jobs/{job_id}/retry', job(id)))
export const deleteJob = (id: string) => body(client.DELETE('/api/v1/jobs/{job_id}', job(id)))
