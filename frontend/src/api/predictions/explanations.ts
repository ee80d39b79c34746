import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { LiveHandler } from '@/live/live'
import { body, client as server } from '../client'
import { keys } from '../keys'
import type { Explanation } from '../types'

const LOOK_MS = 1500
const PLACE = '/api/v1/predictions/{prediction_id}/explanation'
const path = (prediction_id: string) => ({ params: { path: { prediction_id } } })

/**
 * Where in a picture an answer comes from. To want it is to ask for it; what is under way is looked at again, should no
 * message tell.
 */
export function explanationQuery(client: QueryClient, id: string, label: string | undefined) {
  const queryKey = keys.explanation(id, label)
  return queryOptions({
    queryKey,
    queryFn: () => (isUnderWay(client.getQueryData(queryKey)) ? readExplanation(id) : askExplanation(id)),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? LOOK_MS : false),
    staleTime: Infinity,
    retry: false,
  })
}

export function isUnderWay(explanation: Explanation | undefined): boolean {
  return explanation?.status === 'queued' || explanation?.status === 'processing'
}

/** Stops it, or deletes what was found. */
export function dropExplanation(id: string) {
  return body(server.DELETE(PLACE, path(id)))
}

/** The cache follows the socket. */
export function followExplanations(client: QueryClient): LiveHandler {
  return ({ type, data }) => {
    if (type !== 'explanation.updated' || !isExplanation(data)) return
    client.setQueriesData({ queryKey: keys.explanations(data.prediction) }, data)
  }
}

function readExplanation(id: string) {
  return body(server.GET(PLACE, path(id)))
}

function askExplanation(id: string) {
  return body(server.POST(PLACE, { ...path(id), body: {} }))
}

function isExplanation(data: unknown): data is Explanation {
  return typeof data === 'object' && data !== null && 'prediction' in data && 'status' in data && 'result' in data
}
