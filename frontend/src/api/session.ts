import { queryOptions } from '@tanstack/react-query'
import { body, client } from './client'
import { keys } from './keys'

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: () => body(client.GET('/api/v1/session')),
  staleTime: Infinity,
})

export function signIn(credentials: { username: string; password: string }) {
  return body(client.POST('/api/v1/session', { body: credentials }))
}

export function signOut() {
  return body(client.DELETE('/api/v1/session'))
}
