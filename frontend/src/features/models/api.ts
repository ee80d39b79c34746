import { queryOptions } from '@tanstack/react-query'
import { listPredictions } from '@/api/predictions/requests'
import type { Kind } from '@/api/types'

/** The name of the last file of a kind that the reader sent: what the examples are written with. */
export function lastFileQuery(kind: Kind) {
  return queryOptions({
    queryKey: ['last-file', kind],
    queryFn: async ({ signal }) => (await listPredictions({ kind, limit: 1 }, signal)).results[0]?.input.name ?? null,
  })
}
