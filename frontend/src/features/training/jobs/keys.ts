export const jobKeys = {
  list: ['training', 'jobs'] as const,
  trainer: ['training', 'trainer'] as const,
}
