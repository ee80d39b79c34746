import { isFinal, type Prediction } from '../types'

function progress(prediction: Prediction): number {
  const step = isFinal(prediction.status) ? 2 : prediction.status === 'processing' ? 1 : 0
  return prediction.attempt * 3 + step
}

/** Message and answer may overtake each other; what is further along is the newer. */
export function newerOf(next: Prediction, known: Prediction | undefined): Prediction {
  return known && progress(known) > progress(next) ? known : next
}
