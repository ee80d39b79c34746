import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { acceptInvitation, signIn, signOut } from '@/api/session'

/** What the address of an invitation has in it. */
export interface Invitation {
  user: number
  token: string
}

export function signInMutation(client: QueryClient) {
  return mutationOptions({
    mutationFn: signIn,
    onSuccess: (session) => client.setQueryData(keys.session, session),
  })
}

/** Chooses the password, and signs in with it. */
export function invitationMutation(client: QueryClient, invitation: Invitation) {
  return mutationOptions({
    mutationFn: async (password: string) => {
      const { username } = await acceptInvitation({ ...invitation, new_password: password })
      return signIn({ username, password })
    },
    onSuccess: (session) => client.setQueryData(keys.session, session),
  })
}

export const signOutMutation = mutationOptions({ mutationFn: signOut })
