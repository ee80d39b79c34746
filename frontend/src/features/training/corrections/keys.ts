export const correctionKeys = {
  all: ['training', 'corrections'] as const,
  /** Below the corrections: each of them may be one more to learn from. */
  learners: ['training', 'corrections', 'learners'] as const,
}
