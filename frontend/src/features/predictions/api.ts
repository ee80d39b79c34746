import { body, client as server } from '@/api/client'

/** The uploaded sound as an address that can be played from any moment. */
export async function fetchSound(id: string): Promise<string> {
  const blob = await body(
    server.GET('/api/v1/predictions/{prediction_id}/input', {
      params: { path: { prediction_id: id } },
      parseAs: 'blob',
    }),
  )
  return URL.createObjectURL(blob)
}
