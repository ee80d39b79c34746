import { doubts, type PredictionFilters, statuses, statusesOf } from '@/api/predictions/filters'
import type { Status } from '@/api/types'
import { kinds } from '@/lib/kinds'

/** Takes from an address what makes sense, so that a mistyped one shows a list instead of an error. */
export function readFilters(search: Record<string, unknown>): PredictionFilters {
  const asked = text(search.status)?.split(',') ?? []
  const status = statuses.filter((one) => asked.includes(one)).join(',')
  return {
    status: status || undefined,
    kind: kinds.find((kind) => kind === search.kind),
    doubt: doubts.find((doubt) => doubt === search.doubt),
    model: text(search.model),
    // The router reads ?q=42 as a number.
    q: typeof search.q === 'number' ? String(search.q) : text(search.q),
  }
}

export function isFiltered({ status, kind, doubt, model, q }: PredictionFilters): boolean {
  return Boolean(status ?? kind ?? doubt ?? model ?? q)
}

/** Adds or takes away one state; in the order of a prediction's life, so that equal filters have equal addresses. */
export function toggleStatus(filters: PredictionFilters, status: Status): PredictionFilters {
  const chosen = statusesOf(filters)
  const next = statuses.filter((one) => (one === status ? !chosen.includes(one) : chosen.includes(one)))
  return { ...filters, status: next.join(',') || undefined }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
