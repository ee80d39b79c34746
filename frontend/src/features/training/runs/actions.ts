import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTellFailure } from '../shared/tell-failure'
import { cancelRun, deleteRun, pauseRun, resumeRun, retryRun } from './api'
import { runKeys } from './keys'
import type { RunDetail } from './types'

/** What can be done with a run at once. */
export function useRunActions() {
  const client = useQueryClient()
  const onError = useTellFailure()
  const readList = () => client.invalidateQueries({ queryKey: runKeys.list, exact: true })
  const onSuccess = (run: RunDetail) => {
    client.setQueryData(runKeys.one(run.id), run)
    void readList()
  }
  return {
    pause: useMutation({ mutationFn: pauseRun, onSuccess, onError }),
    resume: useMutation({ mutationFn: resumeRun, onSuccess, onError }),
    cancel: useMutation({ mutationFn: cancelRun, onSuccess, onError }),
    retry: useMutation({ mutationFn: retryRun, onSuccess, onError }),
    remove: useMutation({ mutationFn: deleteRun, onSuccess: readList, onError }),
  }
}
