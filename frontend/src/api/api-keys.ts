import { queryOptions } from '@tanstack/react-query'
import { body, client } from './client'

/** The reader's own keys, without their secrets. */
export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async () => (await body(client.GET('/api/v1/api-keys'))).results,
})
