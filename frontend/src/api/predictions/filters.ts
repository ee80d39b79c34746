import { classificationOf, type Kind, type Prediction, type Status, transcriptOf } from '../types'

export const statuses = ['queued', 'processing', 'succeeded', 'failed', 'canceled'] as const satisfies Status[]

export interface PredictionFilters {
  /** Several are joined by commas. */
  status?: string
  kind?: Kind
  /** `slug` or `slug/versions/N`. */
  model?: string
  q?: string
}

/** Without the filters that are not set: equal filters are equal keys. */
export function onlySet({ status, kind, model, q }: PredictionFilters): PredictionFilters {
  return { ...(status && { status }), ...(kind && { kind }), ...(model && { model }), ...(q && { q }) }
}

export function statusesOf(filters: PredictionFilters): Status[] {
  return statuses.filter((status) => filters.status?.split(',').includes(status))
}

/** Whether the server would list it. */
export function matches(prediction: Prediction, filters: PredictionFilters): boolean {
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
