import { queryOptions, useQuery } from '@tanstack/react-query'
import { body, client } from '../client'
import { keys } from '../keys'
import { type Prediction, type Transcript, transcriptOf } from '../types'
import { answerOf } from './answer'

/** The words of a corrected text with their times, which the server knows. */
export function spokenQuery({ id, feedback }: Prediction) {
  return queryOptions({
    queryKey: keys.spoken(id, feedback?.at ?? null),
    queryFn: async () =>
      (await body(
        client.GET('/api/v1/predictions/{prediction_id}/transcript', {
          params: { path: { prediction_id: id }, query: { format: 'json' } },
        }),
      )) as Transcript,
    staleTime: Infinity,
  })
}

/** The words that count, each with its place in the sound; null of what is no text, and until they are known. */
export function useSpoken(prediction: Prediction): Transcript | null {
  const heard = transcriptOf(prediction)
  const corrected = heard !== null && answerOf(prediction)?.insteadOf !== undefined
  const { data } = useQuery({ ...spokenQuery(prediction), enabled: corrected })
  return corrected ? (data ?? null) : heard
}
