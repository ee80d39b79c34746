import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { storePrediction } from '@/api/predictions/store'
import { moveToTrash } from '@/api/predictions/trash'
import {
  cancelPrediction,
  type FeedbackBody,
  giveFeedback,
  retryPrediction,
  withdrawFeedback,
} from '@/api/predictions/requests'
import { spokenQuery } from '@/api/predictions/spoken'
import type { Prediction } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** What can be done with predictions; each failure is told where the reader looks, in a toast. */
export function usePredictionActions() {
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const tell = (error: unknown) => toast.error(problemWords(error))
  const show = (prediction: Prediction) => storePrediction(client, prediction)

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
    mutationFn: async ({ id, answer }: { id: string; answer: FeedbackBody }) => {
      const judged = await giveFeedback(id, answer)
      // Known before it is shown, so that the words do not leave and come back.
      if ('text' in answer) await client.query(spokenQuery(judged)).catch(() => undefined)
      return judged
    },
    onSuccess: show,
    onError: tell,
  })
  const withdraw = useMutation({ mutationFn: withdrawFeedback, onSuccess: show, onError: tell })

  /** The shell lets it be undone. */
  const remove = (ids: readonly string[]) => void moveToTrash(client, ids).catch(tell)

  return { cancel, retry, readAgain, askAnother, feedback, withdraw, remove }
}
