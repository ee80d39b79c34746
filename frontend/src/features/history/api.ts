import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { body, client as server } from '@/api/client'
import type { Prediction } from '@/api/types'

/** What happened to a prediction. Its state is part of the key, so that a change reads the events again. */
export function eventsQuery({ id, status, attempt, feedback }: Prediction) {
  return queryOptions({
    queryKey: ['events', id, status, attempt, feedback?.at ?? null],
    queryFn: async () =>
      (
        await body(
          server.GET('/api/v1/predictions/{prediction_id}/events', { params: { path: { prediction_id: id } } }),
        )
      ).results,
    placeholderData: keepPreviousData,
  })
}
