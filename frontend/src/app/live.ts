import type { QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { predictionsLive } from '@/features/predictions/live'
import { onLiveMessage, onLiveResync } from '@/live/live'

/** Joins the one socket with the features' handlers and the query cache. */
export function connectLive(queryClient: QueryClient): void {
  onLiveMessage(predictionsLive(queryClient))
  onLiveResync(() => {
    void queryClient.invalidateQueries({ queryKey: keys.predictions })
    void queryClient.invalidateQueries({ queryKey: keys.summary })
  })
}
