export interface Page<T> {
  results: T[]
  next: string | null
}

/** As many rows as the server gives at once. */
const LIMIT = 200

/** All rows of a list that comes in pages, for lists that are short enough to be shown whole. */
export async function wholeList<T>(
  read: (query: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const { results, next } = await read({ limit: LIMIT })
  const rows = [...results]
  for (let cursor = cursorOf(next); cursor;) {
    const page = await read({ limit: LIMIT, cursor })
    rows.push(...page.results)
    cursor = cursorOf(page.next)
  }
  return rows
}

/** The opaque cursor inside the address of the next page. */
export function cursorOf(next: string | null): string | undefined {
  if (!next) return undefined
  return new URL(next, location.origin).searchParams.get('cursor') ?? undefined
}
