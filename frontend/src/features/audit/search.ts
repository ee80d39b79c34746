/** What the list is narrowed to; `from` and `to` are days of the reader's own calendar, both included. */
export interface AuditFilters {
  event?: string
  by?: string
  q?: string
  from?: string
  to?: string
}

/** What makes sense of the address as it was typed. Each filter is named, if only as undefined, as the router wants it. */
export function parseAuditSearch(raw: Record<string, unknown>): AuditFilters {
  return { event: word(raw.event), by: word(raw.by), q: word(raw.q), from: day(raw.from), to: day(raw.to) }
}

/** The router reads ?q=123 as a number. */
function word(value: unknown): string | undefined {
  return (typeof value === 'string' && value) || typeof value === 'number' ? String(value) : undefined
}

function day(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined
}

/** As the server takes them: moments, the second of which is left out itself. */
export function queryOf({ from, to, ...words }: AuditFilters): AuditFilters {
  const next = to ? new Date(`${to}T00:00:00`) : undefined
  next?.setDate(next.getDate() + 1)
  const moments = { from: from && new Date(`${from}T00:00:00`).toISOString(), to: next?.toISOString() }
  return Object.fromEntries(Object.entries({ ...words, ...moments }).filter(([, value]) => value !== undefined))
}
