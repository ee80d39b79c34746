import { queryOptions } from '@tanstack/react-query'
import { body, client as server } from '@/api/client'

/** The bytes of the uploaded sound. */
export function fetchSound(id: string): Promise<Blob> {
  return body(
    server.GET('/api/v1/predictions/{prediction_id}/input', {
      params: { path: { prediction_id: id } },
      parseAs: 'blob',
    }),
  )
}

/** What the reader said of an answer beside others to the same file. */
export function votesQuery(id: string) {
  return queryOptions({
    queryKey: ['votes', id],
    queryFn: async () =>
      (await body(server.GET('/api/v1/predictions/{prediction_id}/votes', { params: { path: { prediction_id: id } } })))
        .results,
  })
}

/** Says whether an answer is better than the other; null takes back what was said. */
export function vote(id: string, other: string, better: boolean | null) {
  const params = { path: { prediction_id: id, other_id: other } }
  const place = '/api/v1/predictions/{prediction_id}/votes/{other_id}'
  return body(better === null ? server.DELETE(place, { params }) : server.PUT(place, { params, body: { better } }))
}
