import { queryOptions } from '@tanstack/react-query'
import { body, client } from './client'

/** How its versions stand against others by people's votes. */
export function standingsQuery(slug: string) {
  return queryOptions({
    queryKey: ['standings', slug],
    queryFn: async () =>
      (await body(client.GET('/api/v1/models/{slug}/votes', { params: { path: { slug } } }))).results,
  })
}
