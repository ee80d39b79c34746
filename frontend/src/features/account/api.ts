import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { apiKeysQuery } from '@/api/api-keys'
import { body, client as server } from '@/api/client'
import type { ApiKey, NewApiKey } from '@/api/types'
import type { KeyForm } from './key-form'

export function createKeyMutation(client: QueryClient) {
  return mutationOptions({
    mutationFn: (form: KeyForm): Promise<NewApiKey> => body(server.POST('/api/v1/api-keys', { body: form })),
    // The list must never hold the secret: only what GET would answer goes into the cache.
    onSuccess: ({ id, name, prefix, scopes, expires_at, last_used_at, created_at }) =>
      client.setQueryData(apiKeysQuery.queryKey, (keys: ApiKey[] = []) => [
        { id, name, prefix, scopes, expires_at, last_used_at, created_at },
        ...keys,
      ]),
  })
}

export function deleteKeyMutation(client: QueryClient) {
  return mutationOptions({
    mutationFn: (id: number) => body(server.DELETE('/api/v1/api-keys/{key_id}', { params: { path: { key_id: id } } })),
    onSuccess: (_nothing, id) =>
      client.setQueryData(apiKeysQuery.queryKey, (keys) => keys?.filter((key) => key.id !== id)),
  })
}

export const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: () => body(server.GET('/api/v1/me/storage')),
  // Files come and go on other pages.
  staleTime: 0,
})

export const changePasswordMutation = mutationOptions({
  mutationFn: (passwords: { current_password: string; new_password: string }) =>
    body(server.POST('/api/v1/me/password', { body: passwords })),
})
