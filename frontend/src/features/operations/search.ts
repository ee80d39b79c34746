import type { Kind } from '@/api/types'
import { kinds } from '@/lib/kinds'

export const ranges = ['15m', '1h', '6h', '24h', '7d'] as const
export type Range = (typeof ranges)[number]

export const secondsOf: Record<Range, number> = { '15m': 900, '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800 }

/** How often the figures are read anew. Those of days change slowly and cost the server more. */
export function secondsUntilNext(range: Range): number {
  return secondsOf[range] > 43_200 ? 30 : 5
}

/** What the list below the charts is narrowed to. `from` and `to` are moments (ISO), set by a click on a chart. */
export interface Filters {
  status?: string
  kind?: Kind
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

const words = ['status', 'code', 'worker', 'owner', 'q'] as const
const moments = ['from', 'to'] as const

/** The page's address as it was typed: what makes no sense is left out. */
export function parseSearch(raw: Record<string, unknown>): OperationsSearch {
  const search: OperationsSearch = {}
  if (ranges.includes(raw.range as Range)) search.range = raw.range as Range
  const kind = kinds.find((one) => one === raw.kind)
  if (kind) search.kind = kind
  for (const name of words) {
    // The router reads ?q=123 as a number.
    const value = raw[name]
    if ((typeof value === 'string' && value) || typeof value === 'number') search[name] = String(value)
  }
  for (const name of moments) {
    const value = raw[name]
    if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) search[name] = value
  }
  return search
}

export type FilterName = keyof Filters

/** The filters that are set, for the chips. */
export function filtersOf(search: OperationsSearch): Filters {
  const filters = { ...search }
  delete filters.range
  return filters
}

/** Another range. A span that was clicked on a chart belonged to the range in which it was seen. */
export function withRange(search: OperationsSearch, range: Range): OperationsSearch {
  const next = { ...search, range }
  delete next.from
  delete next.to
  return next
}
