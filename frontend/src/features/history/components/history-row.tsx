import { Link } from '@tanstack/react-router'
import { Link2 } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { cn } from '@/lib/class-names'
import { formatAgo, formatDateTime, formatPercent } from '@/lib/format'
import type { DescribePrediction, PredictionWords } from '../describe'
import { columns } from './columns'
import { Thumbnail } from './thumbnail'

export interface HistoryRowProps {
  prediction: Prediction
  describe: DescribePrediction
  index: number
  /** Has the keyboard: the one row that Tab reaches. */
  active: boolean
  chosen: boolean
  /** Pixels. */
  height: number
  /** Pixels below the first row. */
  top: number
}

/** Drawn again only when it changes itself: scrolling would draw all of them for every step. */
export const HistoryRow = memo(function HistoryRow({
  prediction,
  describe,
  index,
  active,
  chosen,
  height,
  top,
}: HistoryRowProps) {
  const { t } = useTranslation('history')
  const { id, input, model, via } = prediction
  const words = describe(prediction)
  return (
    <div
      role="row"
      tabIndex={active ? 0 : -1}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-row={index}
      data-id={id}
      style={{ height, transform: `translateY(${top}px)` }}
      className={cn(
        columns,
        'group absolute inset-x-0 top-0 border-b text-sm outline-none hover:bg-sunken/60 max-lg:content-center max-lg:gap-y-1',
        'focus-visible:z-10 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent',
        chosen && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <div role="gridcell" className="relative z-10 max-lg:row-span-3">
        <label className="flex size-9 items-center justify-center">
          <input
            type="checkbox"
            tabIndex={-1}
            className="size-4 accent-accent"
            aria-label={t('select.one', { name: input.name })}
            checked={chosen}
            readOnly
          />
        </label>
      </div>
      <div role="gridcell" className="max-lg:row-span-3">
        <Thumbnail prediction={prediction} />
      </div>
      <div role="gridcell" className="min-w-0 max-lg:col-span-2 max-lg:col-start-3 max-lg:row-start-1">
        <Link
          to="/predictions/$id"
          params={{ id }}
          state={{ from: 'history' }}
          tabIndex={-1}
          title={input.name}
          className="block truncate font-medium outline-none after:absolute after:inset-0"
        >
          {via ? (
            <Link2 role="img" aria-label={t('via', { name: via.name })} className="mr-1.5 inline size-4 text-muted" />
          ) : null}
          {input.name}
        </Link>
      </div>
      <Answer words={words} />
      <Confidence share={words.answer === '' ? null : words.confidence} />
      <div role="gridcell" className="truncate text-[13px] text-muted max-xl:sr-only">
        {model.slug} v{model.version}
      </div>
      <div role="gridcell" className="flex min-w-0 overflow-hidden max-lg:col-start-3 max-lg:row-start-3">
        {words.state}
      </div>
      <Age at={prediction.created_at} />
    </div>
  )
})

function Answer({ words: { answer, failure } }: { words: PredictionWords }) {
  return (
    <div
      role="gridcell"
      className={cn('min-w-0 max-lg:col-start-3 max-lg:row-start-2', failure !== null && 'max-lg:col-span-2')}
    >
      <span className={cn('block truncate', failure !== null && 'text-error')} title={failure ?? answer}>
        {failure ?? answer}
      </span>
    </div>
  )
}

/** A figure to read and a line to compare by. */
function Confidence({ share }: { share: number | string | null }) {
  const { i18n } = useTranslation()
  return (
    <div
      role="gridcell"
      // An empty cell would take the room of a sentence about a failure.
      className={cn(
        'text-[13px] text-muted tabular-nums max-lg:col-start-4 max-lg:row-start-2 max-lg:text-right',
        share === null && 'max-lg:sr-only',
      )}
    >
      {typeof share !== 'number' ? (
        share
      ) : (
        <>
          {formatPercent(share, i18n.language, 0)}
          <span aria-hidden className="mt-0.5 block h-[3px] rounded-full bg-sunken max-lg:hidden">
            <span className="block h-full rounded-full bg-border-strong" style={{ width: `${share * 100}%` }} />
          </span>
        </>
      )}
    </div>
  )
}

function Age({ at }: { at: string }) {
  const { i18n } = useTranslation()
  return (
    <div
      role="gridcell"
      className="text-right text-[13px] text-muted tabular-nums max-lg:col-start-4 max-lg:row-start-3"
    >
      <time dateTime={at} title={formatDateTime(at, i18n.language)} className="block truncate">
        {formatAgo(at, i18n.language)}
      </time>
    </div>
  )
}
