export const runKeys = {
  list: ['training', 'runs'] as const,
  one: (id: string) => ['training', 'runs', id] as const,
  curve: (id: string) => ['training', 'curves', id] as const,
}
