/** Query keys that more than one feature reads or writes. A feature's own keys stay in its api.ts. */
export const keys = {
  session: ['session'] as const,
  limits: ['limits'] as const,
  summary: ['summary'] as const,
  models: ['models'] as const,
  model: (slug: string) => ['models', slug] as const,
  /** Above everything that holds predictions: one, a page, an endless list. */
  predictions: ['predictions'] as const,
  prediction: (id: string) => ['predictions', 'one', id] as const,
  /** Every list of predictions lives below this, whatever its filters. */
  predictionLists: ['predictions', 'list'] as const,
  /** The unfiltered endless list, newest first, which Try it shows. */
  recentPredictions: ['predictions', 'list', 'recent'] as const,
}
