import { queryOptions } from '@tanstack/react-query'
import { body, client } from './client'
import { keys } from './keys'
import type { Thresholds } from './types'

export const limitsQuery = queryOptions({
  queryKey: keys.limits,
  queryFn: () => body(client.GET('/api/v1/limits')),
  staleTime: Infinity,
})

export const modelsQuery = queryOptions({
  queryKey: keys.models,
  queryFn: async () => (await body(client.GET('/api/v1/models'))).results,
  staleTime: 60_000,
})

/**
 * Lets a name of a model, such as `production`, mean another of its versions. Answers with the model.
 * @param expected what it means now, as far as the reader was shown; refused where it is another one by then
 */
export function pointAlias(slug: string, name: string, version: number, expected = 0) {
  const params = { path: { slug, name } }
  return body(client.PUT('/api/v1/models/{slug}/aliases/{name}', { params, body: { version, expected } }))
}

/** Leaves a version out of the lists, or shows it again. */
export function hideVersion(slug: string, number: number, hidden: boolean) {
  const params = { path: { slug, number } }
  return body(client.PATCH('/api/v1/models/{slug}/versions/{number}', { params, body: { hidden } }))
}

/** Lets these thresholds say from now on which answers of a version count as sure. */
export function moveThresholds(slug: string, number: number, thresholds: Thresholds) {
  const params = { path: { slug, number } }
  return body(client.PUT('/api/v1/models/{slug}/versions/{number}/thresholds', { params, body: thresholds }))
}

/** What a version hears where a request says nothing; null: anything. */
export function setDefaultGrammar(slug: string, number: number, grammar: string | null) {
  const params = { path: { slug, number } }
  return body(client.PATCH('/api/v1/models/{slug}/versions/{number}', { params, body: { default_grammar: grammar } }))
}

/** Removes a version that nobody used, with its files; with the last one the model goes. */
export function deleteVersion(slug: string, number: number) {
  return body(client.DELETE('/api/v1/models/{slug}/versions/{number}', { params: { path: { slug, number } } }))
}

export function modelQuery(slug: string) {
  return queryOptions({
    queryKey: keys.model(slug),
    queryFn: () => body(client.GET('/api/v1/models/{slug}', { params: { path: { slug } } })),
    staleTime: 60_000,
  })
}
