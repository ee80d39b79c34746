import type { QueryClient } from '@tanstack/react-query'
import type { LiveHandler } from '@/live/live'
import { ALERTS } from './keys'

/** One has opened, changed or is over: the list is read anew, where it is shown. */
export function alertsLive(queries: QueryClient): LiveHandler {
  return ({ type }) => {
    if (type === 'alert.updated') void queries.invalidateQueries({ queryKey: ALERTS })
  }
}
