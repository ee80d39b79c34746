import type { QueryClient } from '@tanstack/react-query'
import { followExplanations } from '@/api/predictions/explanations'
import { followPredictions, resyncPredictions } from '@/api/predictions/follow'
import { LESSONS } from '@/features/lessons/keys'
import { lessonsLive } from '@/features/lessons/live'
import { readAgain as readRolloutsAgain, rolloutsLive } from '@/features/rollouts/live'
import { alertsLive } from '@/features/alerts/live'
import { readWebhooksAgain, webhooksLive } from '@/features/webhooks/live'
import { trainingLive } from '@/features/training/live'
import { TRAINING } from '@/features/training/shared/keys'
import { onLiveMessage, onLiveResync } from '@/live/live'

/** Joins the one socket with the features' handlers and the query cache. */
export function connectLive(queryClient: QueryClient): void {
  onLiveMessage(followPredictions(queryClient))
  onLiveMessage(followExplanations(queryClient))
  onLiveMessage(trainingLive(queryClient))
  onLiveMessage(alertsLive(queryClient))
  onLiveMessage(webhooksLive(queryClient))
  onLiveMessage(rolloutsLive(queryClient))
  onLiveMessage(lessonsLive(queryClient))
  onLiveResync(() => {
    resyncPredictions(queryClient)
    void queryClient.invalidateQueries({ queryKey: TRAINING })
    void readRolloutsAgain(queryClient)
    void readWebhooksAgain(queryClient)
    void queryClient.invalidateQueries({ queryKey: LESSONS })
  })
}
