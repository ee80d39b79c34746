export const comparisonKeys = {
  /** Of one version, slug/versions/N. */
  ofVersion: (version: string) => ['training', 'comparisons', version] as const,
}
