import { queryOptions } from '@tanstack/react-query'
import { body, client } from '../client'
import { keys } from '../keys'
import type { Prediction } from '../types'
import type { PredictionFilters } from './filters'
import { newerOf } from './progress'

export function predictionQuery(id: string) {
  return queryOptions({
    queryKey: keys.prediction(id),
    queryFn: () => body(client.GET('/api/v1/predictions/{prediction_id}', { params: { path: { prediction_id: id } } })),
    // The answer may have been written before a message that came meanwhile.
    structuralSharing: (known, read) => newerOf(read as Prediction, known as Prediction | undefined),
  })
}

export const summaryQuery = queryOptions({
  queryKey: keys.summary,
  queryFn: () => body(client.GET('/api/v1/summary')),
})

export interface PageOf extends PredictionFilters {
  limit?: number
  cursor?: string
}

export function listPredictions(query: PageOf, signal?: AbortSignal) {
  return body(client.GET('/api/v1/predictions', { params: { query }, signal }))
}

export function cancelPrediction(id: string) {
  return body(client.POST('/api/v1/predictions/{prediction_id}/cancel', { params: { path: { prediction_id: id } } }))
}

/** The same file once more: by what answered it or another model, with the options of then or others. */
export function retryPrediction(id: string, change: { model?: string; options?: Record<string, unknown> } = {}) {
  const params = { path: { prediction_id: id } }
  return body(client.POST('/api/v1/predictions/{prediction_id}/retry', { params, body: change }))
}

export function listTrash() {
  return body(client.GET('/api/v1/predictions/trash'))
}

/** Deletes them in ten seconds, unless they are restored. */
export function trashPredictions(ids: readonly string[]) {
  return body(client.POST('/api/v1/predictions/trash', { body: { ids: [...ids] } }))
}

export function restorePredictions(ids: readonly string[]) {
  return body(client.POST('/api/v1/predictions/restore', { body: { ids: [...ids] } }))
}

export type FeedbackBody = { label: string } | { text: string } | { correct: boolean }

/** Says it in the place of what is shown; refused where somebody has said something else meanwhile. */
export function giveFeedback({ id, feedback }: Prediction, said: FeedbackBody) {
  return body(
    client.PUT('/api/v1/predictions/{prediction_id}/feedback', {
      params: { path: { prediction_id: id }, header: unchanged(feedback) },
      body: said,
    }),
  )
}

/** The model's word counts again, in the place of what is shown. */
export function withdrawFeedback({ id, feedback }: Prediction) {
  return body(
    client.DELETE('/api/v1/predictions/{prediction_id}/feedback', {
      params: { path: { prediction_id: id }, header: unchanged(feedback) },
    }),
  )
}

function unchanged(feedback: Prediction['feedback']) {
  return feedback ? { 'If-Match': `"${feedback.at}"` } : { 'If-None-Match': '*' }
}

/** The pixels that the model got of a picture. */
export function seenAddress(id: string): string {
  return `/api/v1/predictions/${id}/seen`
}

/** A prediction's transcript as a file. */
export function transcriptAddress(id: string, format: 'srt' | 'vtt' | 'txt'): string {
  return `/api/v1/predictions/${id}/transcript?format=${format}`
}
