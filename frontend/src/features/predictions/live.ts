import type { QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { readAgain } from '@/api/read-again'
import { dropPrediction, insertRecent, refreshFilteredLists, storePrediction } from '@/api/prediction-cache'
import { isFinal, type Prediction } from '@/api/types'
import type { LiveHandler } from '@/live/live'

/** The cache follows the socket. */
export function predictionsLive(client: QueryClient): LiveHandler {
  return (message) => {
    if (message.type === 'prediction.deleted') {
      dropPrediction(client, (message.data as { id: string }).id)
    } else if (message.type === 'prediction.updated') {
      const prediction = message.data as Prediction
      storePrediction(client, prediction)
      insertRecent(client, prediction)
      // A change of status may move it from one filter to another.
      if (prediction.status === 'queued' || isFinal(prediction.status)) refreshFilteredLists(client)
    } else {
      return
    }
    readAgain(client, keys.summary)
  }
}
