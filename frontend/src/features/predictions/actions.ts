import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { storePrediction } from '@/api/predictions/store'
import { moveToTrash } from '@/api/predictions/trash'
import { cancelPrediction, type FeedbackBody, giveFeedback, retryPrediction } from '@/api/predictions/requests'
import type { Prediction } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** What can be done with predictions; each failure is told where the reader looks, in a toast. */
export function usePredictionActions() {
  const client = useQueryClient()
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

  /** The shell lets it be undone. */
  const remove = (ids: readonly string[]) => void moveToTrash(client, ids).catch(tell)

  return { cancel, retry, feedback, remove }
}
