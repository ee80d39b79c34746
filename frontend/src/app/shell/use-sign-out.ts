import { useMutation } from '@tanstack/react-query'
import { signOutMutation } from '@/features/session/api'

/**
 * Signs out and loads the page anew: what one person read, and the files that they were sending, must not be there for
 * the next one at the same screen.
 */
export function useSignOut(): () => void {
  const { mutate } = useMutation({
    ...signOutMutation,
    onSuccess: () => location.assign('/sign-in'),
  })
  return () => mutate()
}
