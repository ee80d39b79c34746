import type { QueryClient } from '@tanstack/react-query'
import { followPredictions, resyncPredictions } from '@/api/predictions/follow'
import { trainingLive } from '@/features/training/live'
import { TRAINING } from '@/features/training/shared/keys'
import { onLiveMessage, onLiveResync } from '@/live/live'

/** Joins the one socket with the features' handlers and the query cache. */
export function connectLive(queryClient: QueryClient): void {
  onLiveMessage(followPredictions(queryClient))
  onLiveMessage(trainingLive(queryClient))
  onLiveResync(() => {
    resyncPredictions(queryClient)
    void queryClient.invalidateQueries({ queryKey: TRAINING })
  })
}
