import { classificationOf, type Kind, type Prediction, type Status } from '../types'
import { wordsOf } from './answer'

export const statuses = ['queued', 'processing', 'succeeded', 'failed', 'canceled'] as const satisfies Status[]

/** `unsure`: not sure when it was answered, or outside; `outside`: that alone. */
export const doubts = ['unsure', 'outside'] as const
export type Doubt = (typeof doubts)[number]

export interface PredictionFilters {
  /** Several are joined by commas. */
  status?: string
  kind?: Kind
  doubt?: Doubt
  /** `slug` or `slug/versions/N`. */
  model?: string
  q?: string
  /** Of the file. */
  sha256?: string
}

/** Without the filters that are not set: equal filters are equal keys. */
export function onlySet({ status, kind, doubt, model, q, sha256 }: PredictionFilters): PredictionFilters {
  return {
    ...(status && { status }),
    ...(kind && { kind }),
    ...(doubt && { doubt }),
    ...(model && { model }),
    ...(q && { q }),
    ...(sha256 && { sha256 }),
  }
}

export function statusesOf(filters: PredictionFilters): Status[] {
  return statuses.filter((status) => filters.status?.split(',').includes(status))
}

/** Whether the server would list it. */
export function matches(prediction: Prediction, filters: PredictionFilters): boolean {
  const { status, kind, doubt, model, q, sha256 } = filters
  if (status && !statusesOf(filters).includes(prediction.status)) return false
  if (kind && prediction.kind !== kind) return false
  if (doubt && !isInDoubt(prediction, doubt)) return false
  if (sha256 && prediction.input.sha256 !== sha256) return false
  return (!model || servedBy(prediction, model)) && (!q || mentions(prediction, q))
}

function isInDoubt(prediction: Prediction, doubt: Doubt): boolean {
  const outside = prediction.output?.outside === true
  return outside || (doubt === 'unsure' && classificationOf(prediction)?.sure === false)
}

function servedBy({ model }: Prediction, filter: string): boolean {
  const [slug, number] = filter.split('/versions/')
  return model.slug === slug && (number === undefined || model.version === Number(number))
}

/** Every word of the search is in the name or the answer. */
function mentions(prediction: Prediction, q: string): boolean {
  const haystack = `${prediction.input.name} ${wordsOf(prediction.answer)}`.toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}
