import type { training } from './en/training'

/** The places of training that have words of their own. */
export type TrainingWords = keyof typeof training

/** Every page of training has these: its frame, and the work that a trainer does. */
export const everywhere: TrainingWords[] = ['training', 'jobs']

/** The words that a page shows besides those. */
export const wordsOf = {
  'training-page': ['data-sets', 'runs'],
  'data-set-page': ['data-sets'],
  'new-run-page': ['recipes', 'runs'],
  'run-page': ['recipes', 'runs'],
  'compare-page': ['recipes', 'runs'],
  'variants-page': ['recipes', 'variants'],
  'corrections-page': ['corrections'],
  'add-model-page': ['imports'],
} satisfies Record<string, TrainingWords[]>
