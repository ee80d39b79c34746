import type { QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import type { LiveHandler } from '@/live/live'

/** What may be otherwise after a version was moved, or a rollout went on. */
export function readAgain(queryClient: QueryClient) {
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.allRollouts }),
    queryClient.invalidateQueries({ queryKey: keys.models }),
  ])
}

/** Somebody else, or a guard, may be quicker than the reader. */
export function rolloutsLive(queryClient: QueryClient): LiveHandler {
  return ({ type }) => {
    if (type === 'rollout.updated') void readAgain(queryClient)
  }
}
