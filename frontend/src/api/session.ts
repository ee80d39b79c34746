import { queryOptions } from '@tanstack/react-query'
import { body, client, csrfToken } from './client'
import { keys } from './keys'

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: () => body(client.GET('/api/v1/session')),
  staleTime: Infinity,
})

/** The cookie with the token may have gone since the page was loaded; reading the session sets it again. */
async function haveToken(): Promise<void> {
  if (csrfToken() === '') await client.GET('/api/v1/session')
}

export async function acceptInvitation(form: { user: number; token: string; new_password: string }) {
  await haveToken()
  return body(client.POST('/api/v1/invitations', { body: form }))
}

export async function signIn(credentials: { username: string; password: string }) {
  await haveToken()
  return body(client.POST('/api/v1/session', { body: credentials }))
}

export function signOut() {
  return body(client.DELETE('/api/v1/session'))
}
