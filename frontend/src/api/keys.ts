/** Query keys that more than one feature reads or writes. A feature's own keys stay in its api.ts. */
export const keys = {
  session: ['session'] as const,
  limits: ['limits'] as const,
  summary: ['summary'] as const,
  trash: ['trash'] as const,
  models: ['models'] as const,
  model: (slug: string) => ['models', slug] as const,
  allRollouts: ['rollouts'] as const,
  rollouts: (slug: string) => ['rollouts', slug] as const,
  shadows: (slug: string) => ['rollouts', slug, 'shadows'] as const,
  differences: (shadow: string) => ['differences', shadow] as const,
  aliasChanges: (slug: string) => ['rollouts', slug, 'changes'] as const,
  /** Above every prediction that is held by itself. */
  predictionsByThemselves: ['predictions', 'one'] as const,
  prediction: (id: string) => ['predictions', 'one', id] as const,
  /** Above all that is known of where one answer comes from. */
  explanations: (id: string) => ['explanation', id] as const,
  /** The same with what counts as the label, of which there is to be a map. */
  explanation: (id: string, label: string | undefined) => ['explanation', id, label ?? ''] as const,
  /** The words that count after a correction of that moment. */
  spoken: (id: string, at: string | null) => ['spoken', id, at] as const,
  /** Above every list of predictions, whatever its filters. */
  predictionLists: ['predictions', 'list'] as const,
  predictionList: (filters: object) => ['predictions', 'list', filters] as const,
}
