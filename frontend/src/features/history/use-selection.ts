import { useState } from 'react'
import type { Prediction } from '@/api/types'

export interface Selection {
  ids: ReadonlySet<string>
  /** The chosen ones that the list still shows, in its order. */
  chosen: readonly Prediction[]
  /** `range`: everything from the last one that was toggled to this one. */
  toggle: (id: string, range?: boolean) => void
  /** Everything from where the selection began, else from `from`, to `to`. */
  extend: (from: string, to: string) => void
  all: () => void
  clear: () => void
}

export function useSelection(rows: readonly Prediction[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState<string | null>(null)
  return {
    ids,
    chosen: ids.size === 0 ? [] : rows.filter((row) => ids.has(row.id)),
    toggle: (id, range = false) => {
      const next = new Set(ids)
      const between = range && anchor !== null ? span(rows, anchor, id) : []
      if (between.length > 0) between.forEach((one) => next.add(one))
      else if (!next.delete(id)) next.add(id)
      setIds(next)
      setAnchor(id)
    },
    extend: (from, to) => {
      setIds(new Set([...ids, ...span(rows, anchor ?? from, to)]))
      setAnchor(anchor ?? from)
    },
    all: () => setIds(new Set(rows.map((row) => row.id))),
    clear: () => {
      setIds(new Set())
      setAnchor(null)
    },
  }
}

/** The ids from one row to another, whichever is above. */
function span(rows: readonly Prediction[], from: string, to: string): string[] {
  const places = [from, to].map((id) => rows.findIndex((row) => row.id === id))
  const [first = -1, last = -1] = places.sort((a, b) => a - b)
  return first < 0 ? [] : rows.slice(first, last + 1).map((row) => row.id)
}
