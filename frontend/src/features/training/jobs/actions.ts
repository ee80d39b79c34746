import { useMutation, useQueryClient } from '@tanstack/react-query'
import { TRAINING } from '../shared/keys'
import { useTellFailure } from '../shared/tell-failure'
import { cancelJob, deleteJob, retryJob } from './api'

/** What can be done with a job at once. What it was for may have changed with it, so all of training is read again. */
export function useJobActions() {
  const client = useQueryClient()
  const onError = useTellFailure()
  const onSuccess = () => client.invalidateQueries({ queryKey: TRAINING })
  return {
    cancel: useMutation({ mutationFn: cancelJob, onSuccess, onError }),
    retry: useMutation({ mutationFn: retryJob, onSuccess, onError }),
    remove: useMutation({ mutationFn: deleteJob, onSuccess, onError }),
  }
}
