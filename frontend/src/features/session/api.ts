import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { signIn, signOut } from '@/api/session'

export function signInMutation(client: QueryClient) {
  return mutationOptions({
    mutationFn: signIn,
    onSuccess: (session) => client.setQueryData(keys.session, session),
  })
}

export function signOutMutation(client: QueryClient) {
  return mutationOptions({
    mutationFn: signOut,
    // What one person read must not be there for the next one at the same screen.
    onSuccess: () => {
      client.clear()
      client.setQueryData(keys.session, { user: null })
    },
  })
}
