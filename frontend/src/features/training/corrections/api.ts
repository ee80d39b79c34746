import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { correctionKeys } from './keys'
import type { CorrectionState, Mixable } from './types'

export function correctionsQuery(state: CorrectionState) {
  return queryOptions({
    queryKey: [...correctionKeys.all, state],
    queryFn: ({ signal }) => body(client.GET('/api/v1/corrections', { params: { query: { state } }, signal })),
  })
}

export function reviewCorrection(prediction: string, review: { state: 'accepted' | 'rejected'; answer?: string }) {
  return body(
    client.PUT('/api/v1/corrections/{prediction_id}', {
      params: { path: { prediction_id: prediction } },
      body: review,
    }),
  )
}

export const learnersQuery = queryOptions({
  queryKey: correctionKeys.learners,
  queryFn: async ({ signal }) => (await body(client.GET('/api/v1/corrections/learners', { signal }))).results,
})

/** Freezes what was accepted, with some of `beside` if that is given, and begins a run on it. */
export function learnFromCorrections(asked: { slug: string; parent: string; beside: Mixable | null }) {
  const { slug, parent, beside } = asked
  return body(
    client.POST('/api/v1/corrections/run', {
      body: { slug, parent, ...(beside ? { data_set: beside.data_set, version: beside.version } : {}) },
    }),
  )
}
