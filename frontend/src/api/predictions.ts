import { queryOptions } from '@tanstack/react-query'
import { body, client } from './client'
import { keys } from './keys'
import type { Kind } from './types'

export interface PredictionFilters {
  status?: string
  kind?: Kind
  model?: string
  q?: string
  limit?: number
  cursor?: string
}

export function predictionQuery(id: string) {
  return queryOptions({
    queryKey: keys.prediction(id),
    queryFn: () => body(client.GET('/api/v1/predictions/{prediction_id}', { params: { path: { prediction_id: id } } })),
  })
}

export const summaryQuery = queryOptions({
  queryKey: keys.summary,
  queryFn: () => body(client.GET('/api/v1/summary')),
})

export function listPredictions(query: PredictionFilters, signal?: AbortSignal) {
  return body(client.GET('/api/v1/predictions', { params: { query }, signal }))
}

export function cancelPrediction(id: string) {
  return body(client.POST('/api/v1/predictions/{prediction_id}/cancel', { params: { path: { prediction_id: id } } }))
}

export function retryPrediction(id: string) {
  return body(client.POST('/api/v1/predictions/{prediction_id}/retry', { params: { path: { prediction_id: id } } }))
}

/** `keepalive` for a request that must outlive the page. */
export function deletePrediction(id: string, options: { keepalive?: boolean } = {}) {
  return body(
    client.DELETE('/api/v1/predictions/{prediction_id}', { params: { path: { prediction_id: id } }, ...options }),
  )
}

export type FeedbackBody = { label: string } | { text: string } | { correct: boolean }

export function giveFeedback(id: string, feedback: FeedbackBody) {
  return body(
    client.PUT('/api/v1/predictions/{prediction_id}/feedback', {
      params: { path: { prediction_id: id } },
      body: feedback,
    }),
  )
}

/** The opaque cursor inside the address of the next page. */
export function cursorOf(next: string | null): string | undefined {
  if (!next) return undefined
  return new URL(next, location.origin).searchParams.get('cursor') ?? undefined
}
