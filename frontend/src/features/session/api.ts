import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { signIn, signOut } from '@/api/session'

export function signInMutation(client: QueryClient) {
  return mutationOptions({
    mutationFn: signIn,
    onSuccess: (session) => client.setQueryData(keys.session, session),
  })
}

export const signOutMutation = mutationOptions({ mutationFn: signOut })
