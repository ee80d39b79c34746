import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../keys'
import { type List, rowsOf } from './list-pages'
import { filtersOf } from './store'

export interface Neighbours {
  newer?: string
  older?: string
}

/** The ids beside a prediction, in the list that was shown last and has it; none where it was opened by its address. */
export function neighboursOf(client: QueryClient, id: string): Neighbours {
  const all = client.getQueryCache().findAll({ queryKey: keys.predictionLists })
  // The answers to one file stand on the page of each of them.
  const lists = all.filter(({ queryKey }) => !filtersOf(queryKey).sha256)
  lists.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
  for (const { state } of lists) {
    const rows = rowsOf(state.data as List | undefined)
    const at = rows.findIndex((row) => row.id === id)
    if (at >= 0) return { newer: rows[at - 1]?.id, older: rows[at + 1]?.id }
  }
  return {}
}
