import type { PredictionFilters } from '@/api/predictions'
import { classificationOf, type Kind, type Prediction, type Status, transcriptOf } from '@/api/types'

export const statuses = ['queued', 'processing', 'succeeded', 'failed', 'canceled'] as const satisfies Status[]
export const kinds = ['image-classification', 'speech-recognition'] as const satisfies Kind[]

/** What the address of the page holds: several states are joined by commas. */
export interface HistoryFilters {
  status?: string
  kind?: Kind
  /** `slug` or `slug/versions/N`. */
  model?: string
  q?: string
}

/** Takes from an address what makes sense, so that a mistyped one shows a list instead of an error. */
export function readFilters(search: Record<string, unknown>): HistoryFilters {
  const asked = text(search.status)?.split(',') ?? []
  const status = statuses.filter((one) => asked.includes(one)).join(',')
  return {
    status: status || undefined,
    kind: kinds.find((kind) => kind === search.kind),
    model: text(search.model),
    // The router reads ?q=42 as a number.
    q: typeof search.q === 'number' ? String(search.q) : text(search.q),
  }
}

export function isFiltered({ status, kind, model, q }: HistoryFilters): boolean {
  return Boolean(status ?? kind ?? model ?? q)
}

export function statusesOf(filters: HistoryFilters): Status[] {
  return statuses.filter((status) => filters.status?.split(',').includes(status))
}

/** Adds or takes away one state; in the order of a prediction's life, so that equal filters have equal addresses. */
export function toggleStatus(filters: HistoryFilters, status: Status): HistoryFilters {
  const chosen = statusesOf(filters)
  const next = statuses.filter((one) => (one === status ? !chosen.includes(one) : chosen.includes(one)))
  return { ...filters, status: next.join(',') || undefined }
}

export function toQuery({ status, kind, model, q }: HistoryFilters): PredictionFilters {
  return { ...(status && { status }), ...(kind && { kind }), ...(model && { model }), ...(q && { q }) }
}

/** Whether the server would list it. */
export function matches(prediction: Prediction, filters: HistoryFilters): boolean {
  const { status, kind, model, q } = filters
  if (status && !statusesOf(filters).includes(prediction.status)) return false
  if (kind && prediction.kind !== kind) return false
  return (!model || servedBy(prediction, model)) && (!q || mentions(prediction, q))
}

function servedBy({ model }: Prediction, filter: string): boolean {
  const [slug, number] = filter.split('/versions/')
  return model.slug === slug && (number === undefined || model.version === Number(number))
}

/** Every word of the search is in the name, the best label or the text. */
function mentions(prediction: Prediction, q: string): boolean {
  const label = classificationOf(prediction)?.labels[0]?.label
  const haystack = [prediction.input.name, label, transcriptOf(prediction)?.text].join(' ').toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
