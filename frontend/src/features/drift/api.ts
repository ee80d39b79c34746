import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'

/** The scheduler looks this often. */
const PACE_MS = 10_000

/** What a version is sent and answers, beside what it was validated on. */
export function driftQuery(slug: string, number: number) {
  return queryOptions({
    queryKey: ['drift', slug, number],
    queryFn: () =>
      body(client.GET('/api/v1/models/{slug}/versions/{number}/drift', { params: { path: { slug, number } } })),
    refetchInterval: PACE_MS,
  })
}
