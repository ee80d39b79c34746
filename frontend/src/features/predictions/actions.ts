import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { deleteLater, UNDO_MS, undoDelete } from '@/api/predictions/deletion'
import { storePrediction } from '@/api/predictions/store'
import { cancelPrediction, type FeedbackBody, giveFeedback, retryPrediction } from '@/api/predictions/requests'
import type { Prediction } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** What can be done with predictions; each failure is told where the reader looks, in a toast. */
export function usePredictionActions() {
  const client = useQueryClient()
  const { t } = useTranslation(['predictions', 'app'])

  const problemWords = useProblemWords()
  const tell = (error: unknown) => toast.error(problemWords(error))
  const show = (prediction: Prediction) => storePrediction(client, prediction)

  const cancel = useMutation({ mutationFn: cancelPrediction, onSuccess: show, onError: tell })
  const retry = useMutation({ mutationFn: retryPrediction, onSuccess: show, onError: tell })
  const feedback = useMutation({
    mutationFn: ({ id, answer }: { id: string; answer: FeedbackBody }) => giveFeedback(id, answer),
    onSuccess: show,
    onError: tell,
  })

  const remove = (ids: readonly string[]) => {
    deleteLater(client, ids, tell)
    toast(t('deleted', { count: ids.length }), {
      duration: UNDO_MS,
      action: { label: t('app:action.undo'), onClick: () => undoDelete(ids) },
    })
  }

  return { cancel, retry, feedback, remove }
}
