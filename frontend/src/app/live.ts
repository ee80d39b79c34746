import type { QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { readAgain } from '@/api/read-again'
import { historyLive, resyncHistory } from '@/features/history/live'
import { predictionsLive } from '@/features/predictions/live'
import { trainingLive } from '@/features/training/live'
import { TRAINING } from '@/features/training/shared/keys'
import { onLiveMessage, onLiveResync } from '@/live/live'

/** Joins the one socket with the features' handlers and the query cache. */
export function connectLive(queryClient: QueryClient): void {
  onLiveMessage(predictionsLive(queryClient))
  onLiveMessage(historyLive(queryClient))
  onLiveMessage(trainingLive(queryClient))
  onLiveResync(() => {
    resyncHistory(queryClient)
    void queryClient.invalidateQueries({ queryKey: keys.predictions })
    readAgain(queryClient, keys.summary)
    void queryClient.invalidateQueries({ queryKey: TRAINING })
  })
}
