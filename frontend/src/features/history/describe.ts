import type { ReactNode } from 'react'
import type { Prediction } from '@/api/types'

/** A prediction in words: written by the feature that knows predictions, handed in by the route. */
export interface PredictionWords {
  /** For example "3rd in line, about 4 s", with its sign. */
  state: ReactNode
  /** The best label or the text; empty while there is none. */
  answer: string
  /** 0 to 1, or the words that say whose answer it is instead. */
  confidence: number | string | null
  /** Why it failed and what to do. */
  failure: string | null
}

export type DescribePrediction = (prediction: Prediction) => PredictionWords
