/** Apart from api.ts, since the socket's handler is there on every page. */
export const dataSetKeys = {
  list: ['training', 'data-sets'] as const,
  one: (slug: string) => ['training', 'data-sets', slug] as const,
}
