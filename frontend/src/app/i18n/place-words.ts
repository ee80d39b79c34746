import type { places } from './en/places'

/** The places whose words come with them: what few visit, or visit later. */
export type PlaceWords = keyof typeof places

/** Every page of training has these: its frame, and the work that a trainer does. */
export const everywhere: PlaceWords[] = ['training', 'jobs']

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
} satisfies Record<string, PlaceWords[]>

/** The words of all places that a person may open. */
export function wordsFor(user: { is_staff: boolean; can_train: boolean }): PlaceWords[] {
  const training = new Set([...everywhere, ...Object.values(wordsOf).flat()])
  return [
    'history',
    'models',
    'lessons',
    'sharing',
    'account',
    'webhooks',
    ...(user.is_staff ? (['alerts', 'audit', 'drift', 'operations', 'people', 'rollouts'] as const) : []),
    ...(user.can_train ? training : []),
  ]
}
