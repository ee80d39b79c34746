import type { QueryClient } from '@tanstack/react-query'
import { followPredictions, resyncPredictions } from '@/api/predictions/follow'
import { readAgain as readRolloutsAgain, rolloutsLive } from '@/features/rollouts/api'
import { trainingLive } from '@/features/training/live'
import { TRAINING } from '@/features/training/shared/keys'
import { onLiveMessage, onLiveResync } from '@/live/live'

/** Joins the one socket with the features' handlers and the query cache. */
export function connectLive(queryClient: QueryClient): void {
  onLiveMessage(followPredictions(queryClient))
  onLiveMessage(trainingLive(queryClient))
  onLiveMessage(rolloutsLive(queryClient))
  onLiveResync(() => {
    resyncPredictions(queryClient)
    void queryClient.invalidateQueries({ queryKey: TRAINING })
    void readRolloutsAgain(queryClient)
  })
}
