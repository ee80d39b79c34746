import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { sentenceFor } from '@/lib/problem-words'
import {
  cancelJob,
  cancelRun,
  deleteDataSet,
  deleteJob,
  deleteRun,
  pauseRun,
  resumeRun,
  retryJob,
  retryRun,
} from './api'
import { keys } from './keys'
import type { RunDetail } from './types'

/** What can be done with jobs and runs at once; each failure is told in a toast. */
export function useTrainingActions() {
  const client = useQueryClient()
  const { t } = useTranslation('app')
  const onError = (error: unknown) =>
    toast.error(sentenceFor(error, { unreachable: t('error.unreachable'), unknown: t('error.unknown') }))
  const readAgain = () => client.invalidateQueries({ queryKey: keys.all })
  const show = (run: RunDetail) => {
    client.setQueryData(keys.run(run.id), run)
    void client.invalidateQueries({ queryKey: keys.runs, exact: true })
  }
  return {
    cancelJob: useMutation({ mutationFn: cancelJob, onSuccess: readAgain, onError }),
    retryJob: useMutation({ mutationFn: retryJob, onSuccess: readAgain, onError }),
    pause: useMutation({ mutationFn: pauseRun, onSuccess: show, onError }),
    resume: useMutation({ mutationFn: resumeRun, onSuccess: show, onError }),
    cancel: useMutation({ mutationFn: cancelRun, onSuccess: show, onError }),
    retry: useMutation({ mutationFn: retryRun, onSuccess: show, onError }),
    removeJob: useMutation({ mutationFn: deleteJob, onSuccess: readAgain, onError }),
    removeDataSet: useMutation({
      mutationFn: deleteDataSet,
      onSuccess: () => client.invalidateQueries({ queryKey: keys.dataSets, exact: true }),
      onError,
    }),
    removeRun: useMutation({
      mutationFn: deleteRun,
      onSuccess: () => client.invalidateQueries({ queryKey: keys.runs, exact: true }),
      onError,
    }),
  }
}
