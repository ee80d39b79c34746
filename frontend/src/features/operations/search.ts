import { type Kind, kinds } from '@/lib/kinds'

export const ranges = ['15m', '1h', '6h', '24h', '7d', '30d'] as const
export type Range = (typeof ranges)[number]

export const secondsOf: Record<Range, number> = {
  '15m': 900,
  '1h': 3600,
  '6h': 21_600,
  '24h': 86_400,
  '7d': 604_800,
  '30d': 2_592_000,
}

/** How often the figures are read anew. Those of days change slowly and cost the server more. */
export function secondsUntilNext(range: Range): number {
  return secondsOf[range] > 43_200 ? 30 : 5
}

/** What the list below the charts is narrowed to. `from` and `to` are moments (ISO), set by a click on a chart. */
export interface Filters {
  status?: string
  kind?: Kind
  /** A model, or one version of it: the figures are narrowed to it too. */
  model?: string
  code?: string
  worker?: string
  owner?: string
  q?: string
  from?: string
  to?: string
}

export interface OperationsSearch extends Filters {
  range?: Range
}

export const defaultRange: Range = '1h'

/**
 * What makes sense of the address as it was typed. Each filter is named, if only as undefined: what a page leaves out the
 * router hands on as it is.
 */
export function parseSearch(raw: Record<string, unknown>): OperationsSearch {
  return {
    range: ranges.find((range) => range === raw.range),
    status: word(raw.status),
    kind: kinds.find((kind) => kind === raw.kind),
    model: word(raw.model),
    code: word(raw.code),
    worker: word(raw.worker),
    owner: word(raw.owner),
    q: word(raw.q),
    from: moment(raw.from),
    to: moment(raw.to),
  }
}

/** The router reads ?q=123 as a number. */
function word(value: unknown): string | undefined {
  return (typeof value === 'string' && value) || typeof value === 'number' ? String(value) : undefined
}

function moment(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined
}

export type FilterName = keyof Filters

/** The filters that are set, for the chips. */
export function filtersOf(search: OperationsSearch): Filters {
  const filters = Object.entries(parseSearch({ ...search })) as [string, unknown][]
  return Object.fromEntries(filters.filter(([name, value]) => name !== 'range' && value !== undefined))
}

/** What stays where a figure leads to the predictions behind it. */
export function kept({ range, model }: OperationsSearch): OperationsSearch {
  return { ...(range ? { range } : {}), ...(model ? { model } : {}) }
}

/** Another range. A span that was clicked on a chart belonged to the range in which it was seen. */
export function withRange(search: OperationsSearch, range: Range): OperationsSearch {
  return { ...search, range, from: undefined, to: undefined }
}
