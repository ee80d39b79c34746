import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { signOutMutation } from '@/features/session/api'

export function useSignOut(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { mutate } = useMutation(signOutMutation(client))
  return () => mutate(undefined, { onSuccess: () => void navigate({ to: '/sign-in' }) })
}
