export const importKeys = {
  /** A job that has ended once more has other answers. */
  one: (id: string, ended: string | null) => ['training', 'imports', id, ended] as const,
}
