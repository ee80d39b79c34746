import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { storePrediction } from '@/api/predictions/store'
import { moveToTrash } from '@/api/predictions/trash'
import {
  cancelPrediction,
  type FeedbackBody,
  giveFeedback,
  retryPrediction,
  predictionQuery,
  withdrawFeedback,
} from '@/api/predictions/requests'
import { spokenQuery } from '@/api/predictions/spoken'
import { ApiError } from '@/api/problem'
import type { Prediction } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** What can be done with predictions; each failure is told where the reader looks, in a toast. */
export function usePredictionActions() {
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const tell = (error: unknown) => toast.error(problemWords(error))
  const show = (prediction: Prediction) => storePrediction(client, prediction)
  /** Another tab may have said something that this one has not heard of. */
  const tellAndReadAgain = (error: unknown, { id }: Prediction) => {
    tell(error)
    if (error instanceof ApiError && error.code === 'changed_meanwhile')
      client.query({ ...predictionQuery(id), staleTime: 0 }).then(show, () => undefined)
  }

  const cancel = useMutation({ mutationFn: cancelPrediction, onSuccess: show, onError: tell })
  const retry = useMutation({ mutationFn: (id: string) => retryPrediction(id), onSuccess: show, onError: tell })
  const readAgain = useMutation({
    mutationFn: ({ id, grammar }: { id: string; grammar: string }) => retryPrediction(id, { options: { grammar } }),
    onSuccess: show,
    onError: tell,
  })
  const askAnother = useMutation({
    mutationFn: ({ id, model }: { id: string; model: string }) => retryPrediction(id, { model }),
    onSuccess: show,
    onError: tell,
  })
  const feedback = useMutation({
    mutationFn: async ({ prediction, answer }: { prediction: Prediction; answer: FeedbackBody }) => {
      const judged = await giveFeedback(prediction, answer)
      // Known before it is shown, so that the words do not leave and come back.
      if ('text' in answer) await client.query(spokenQuery(judged)).catch(() => undefined)
      return judged
    },
    onSuccess: show,
    onError: (error, { prediction }) => tellAndReadAgain(error, prediction),
  })
  const withdraw = useMutation({ mutationFn: withdrawFeedback, onSuccess: show, onError: tellAndReadAgain })

  /** The shell lets it be undone. */
  const remove = (ids: readonly string[]) => void moveToTrash(client, ids).catch(tell)

  return { cancel, retry, readAgain, askAnother, feedback, withdraw, remove }
}
