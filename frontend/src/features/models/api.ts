import { queryOptions } from '@tanstack/react-query'
import { listPredictions } from '@/api/predictions/requests'
import { body, client } from '@/api/client'
import type { Kind } from '@/api/types'

/** The name of the last file of a kind that the reader sent: what the examples are written with. */
export function lastFileQuery(kind: Kind) {
  return queryOptions({
    queryKey: ['last-file', kind],
    queryFn: async ({ signal }) => (await listPredictions({ kind, limit: 1 }, signal)).results[0]?.input.name ?? null,
  })
}

/** How its versions stand against others by people's votes. */
export function standingsQuery(slug: string) {
  return queryOptions({
    queryKey: ['standings', slug],
    queryFn: async () =>
      (await body(client.GET('/api/v1/models/{slug}/votes', { params: { path: { slug } } }))).results,
  })
}
