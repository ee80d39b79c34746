import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { useWindowList } from '@/components/use-window-list'
import { useMediaQuery } from '@/lib/use-media-query'
import type { Selection } from '../use-selection'
import type { DescribePrediction } from '../describe'
import { HistoryRow } from './history-row'
import { TableHead } from './table-head'
import { useRowKeys } from './use-row-keys'

/** From here on the rows are a table; below they are cards. */
const WIDE = '(min-width: 1024px)'
const ROW_PX = 56
const CARD_PX = 96
/** What lies over the ends of the window: the header, and the bar for what is chosen. */
const COVERED_PX = 80

export interface HistoryTableProps {
  rows: readonly Prediction[]
  /** Whether `rows` is all there is. */
  complete: boolean
  selection: Selection
  describe: DescribePrediction
  onOpen: (id: string) => void
  onDelete: (ids: readonly string[]) => void
  /** The last row is near. */
  onEnd: () => void
}

/** A grid of which only the rows near the window exist; one of them takes the keyboard. */
export function HistoryTable({ rows, complete, selection, describe, onOpen, onDelete, onEnd }: HistoryTableProps) {
  const { t } = useTranslation('history')
  const wide = useMediaQuery(WIDE)
  const grid = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<string | null>(null)
  const found = active === null ? 0 : rows.findIndex((row) => row.id === active)
  const activeIndex = Math.max(0, found)
  const { follow, totalHeight, shown, scrollTo } = useWindowList({
    count: rows.length,
    height: wide ? ROW_PX : CARD_PX,
    keyOf: (index) => rows[index]?.id ?? index,
    overscan: 8,
    keep: activeIndex,
    covered: COVERED_PX,
    near: 20,
    onEnd,
  })
  const onKeyDown = useRowKeys({
    rows,
    activeIndex,
    selection,
    onOpen,
    onDelete,
    move: (index) => {
      // The row has to exist before it can take the focus.
      flushSync(() => setActive(rows[index]?.id ?? null))
      scrollTo(index)
      grid.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus({ preventScroll: true })
    },
  })
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- its rows take the focus, one at a time
    <div
      ref={grid}
      role="grid"
      // The rows' events are heard here, so that a row is drawn again only when it is about the row itself.
      onKeyDown={onKeyDown}
      onFocus={({ target }) => setActive(idOf(target) ?? active)}
      onClick={({ target, shiftKey }) => {
        const id = target instanceof HTMLInputElement ? idOf(target) : undefined
        if (id !== undefined) selection.toggle(id, shiftKey)
      }}
      aria-label={t('title')}
      aria-multiselectable
      // Minus one says that the number of rows is not known.
      aria-rowcount={complete ? rows.length + 1 : -1}
      aria-colcount={8}
      className="rounded-lg border bg-surface"
    >
      <TableHead selection={selection} total={rows.length} />
      <div role="rowgroup" ref={follow} className="relative" style={{ height: totalHeight }}>
        {shown.map(({ index, key, top, height }) => {
          const row = rows[index]
          return row ? (
            <HistoryRow
              key={key}
              prediction={row}
              describe={describe}
              index={index}
              active={index === activeIndex}
              chosen={selection.ids.has(row.id)}
              height={height}
              top={top}
            />
          ) : null
        })}
      </div>
    </div>
  )
}

function idOf(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-id]')?.dataset.id : undefined
}
