import { queryOptions } from '@tanstack/react-query'
import { body, client, csrfToken } from './client'
import { keys } from './keys'

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: () => body(client.GET('/api/v1/session')),
  staleTime: Infinity,
})

export async function signIn(credentials: { username: string; password: string }) {
  // The cookie with the token may have gone since the page was loaded; reading the session sets it again.
  if (csrfToken() === '') await client.GET('/api/v1/session')
  return body(client.POST('/api/v1/session', { body: credentials }))
}

export function signOut() {
  return body(client.DELETE('/api/v1/session'))
}
