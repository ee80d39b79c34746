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
