/** Query keys of training. Apart from api.ts, since the socket's handler is there on every page. */
export const keys = {
  all: ['training'] as const,
  jobs: ['training', 'jobs'] as const,
  trainer: ['training', 'trainer'] as const,
  dataSets: ['training', 'data-sets'] as const,
  dataSet: (slug: string) => ['training', 'data-sets', slug] as const,
  runs: ['training', 'runs'] as const,
  run: (id: string) => ['training', 'runs', id] as const,
  /** Of one version, slug/versions/N. */
  comparisons: (version: string) => ['training', 'comparisons', version] as const,
  corrections: ['training', 'corrections'] as const,
  /** Below the corrections: each of them may be one more to learn from. */
  learners: ['training', 'corrections', 'learners'] as const,
  curve: (id: string) => ['training', 'curves', id] as const,
}
