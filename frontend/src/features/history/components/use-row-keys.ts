import type { KeyboardEvent } from 'react'
import type { Prediction } from '@/api/types'
import type { Selection } from '../use-selection'

/** Rows that Page Up and Page Down pass over. */
const LEAP = 10

export interface RowKeys {
  rows: readonly Prediction[]
  activeIndex: number
  selection: Selection
  move: (index: number) => void
  onOpen: (id: string) => void
  onDelete: (ids: readonly string[]) => void
}

/** Arrows move, Shift with arrows selects, Space toggles, Enter opens, Delete deletes, Escape lets go. */
export function useRowKeys({ rows, activeIndex, selection, move, onOpen, onDelete }: RowKeys) {
  const target = (key: string): number | null => {
    const last = rows.length - 1
    if (key === 'ArrowDown') return Math.min(activeIndex + 1, last)
    if (key === 'ArrowUp') return Math.max(activeIndex - 1, 0)
    if (key === 'PageDown') return Math.min(activeIndex + LEAP, last)
    if (key === 'PageUp') return Math.max(activeIndex - LEAP, 0)
    if (key === 'Home') return 0
    if (key === 'End') return last
    return null
  }
  const act = (event: KeyboardEvent, row: Prediction): boolean => {
    switch (event.key) {
      case 'Enter':
        onOpen(row.id)
        return true
      case ' ':
        selection.toggle(row.id, event.shiftKey)
        return true
      case 'Delete':
        onDelete(selection.chosen.length > 0 ? selection.chosen.map((one) => one.id) : [row.id])
        return true
      case 'Escape':
        selection.clear()
        return true
      case 'a':
        if (!event.ctrlKey && !event.metaKey) return false
        selection.all()
        return true
      default:
        return false
    }
  }
  return (event: KeyboardEvent) => {
    const row = rows[activeIndex]
    if (!row) return
    // Keys pressed on the checkbox or the link belong to these, except for the arrows.
    const inside = event.target instanceof Element && event.target.getAttribute('role') !== 'row'
    const next = target(event.key)
    if (next !== null) {
      event.preventDefault()
      const to = rows[next]
      if (event.shiftKey && to) selection.extend(row.id, to.id)
      move(next)
    } else if (!inside && act(event, row)) event.preventDefault()
  }
}
