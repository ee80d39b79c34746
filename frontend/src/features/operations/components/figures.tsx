import { Link } from '@tanstack/react-router'
import { ArrowDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OperationsOverview } from '@/api/types'
import { type Colour, plus, type Values } from '@/components/chart-layers'
import { formatDuration, formatNumber, formatPercent } from '@/lib/format'
import { kinds } from '@/lib/kinds'
import { failingRatios, perMinute, sum } from '../figures'
import { kept, type Range } from '../search'
import { Sparkline } from './sparkline'

interface Figure {
  name: string
  value: string
  note: string
  values: Values
  colour: Colour
  /** The predictions behind it. */
  status: string
}

export function Figures({ overview, range }: { overview: OperationsOverview; range: Range }) {
  const { t } = useTranslation('operations')
  return (
    <section aria-label={t('figure.label')}>
      <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
        {useFigures(overview, range).map((figure) => (
          <li key={figure.name} className="min-w-0">
            <Link
              from="/operations"
              to="."
              search={(old) => ({ ...kept(old), status: figure.status })}
              hash="predictions"
              resetScroll={false}
              className="group flex h-full flex-col overflow-hidden rounded-lg border bg-surface transition-colors hover:border-border-strong"
            >
              <span className="flex items-center justify-between gap-2 px-4 pt-3.5 text-[13px] font-medium text-muted">
                {figure.name}
                <ArrowDown
                  aria-hidden
                  className="size-3.5 opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100"
                />
              </span>
              <span className="px-4 text-[28px] leading-10 font-semibold tracking-tight tabular-nums">
                {figure.value}
              </span>
              <span className="flex-1 px-4 text-xs text-muted">{figure.note}</span>
              <span className="mt-3">
                <Sparkline values={figure.values} colour={figure.colour} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function useFigures(overview: OperationsOverview, range: Range): Figure[] {
  const { t, i18n } = useTranslation('operations')
  const language = i18n.language
  const { totals, waiting, processing, series, stages } = overview
  const last = t(`last.${range}`)
  const answered = totals.succeeded + totals.failed
  const p50 = stages.find(({ stage }) => stage === 'total')?.p50
  const number = (value: number) => formatNumber(value, language)
  const none = t('figure.none', { last })
  const noAnswers = t('figure.noAnswers')
  return [
    {
      name: t('figure.waiting'),
      value: number(sum(waiting)),
      note: t('figure.waitingNow', {
        waiting: kinds
          .map((kind) => t('figure.ofKind', { number: number(waiting[kind]), kind: t(`workers.kinds.${kind}`) }))
          .join(', '),
        running: number(sum(processing)),
      }),
      values: series.map((bucket) => bucket.waiting),
      colour: 'orange',
      status: 'queued',
    },
    {
      name: t('figure.perMinute'),
      value: answered ? number(totals.per_minute) : '0',
      note: answered ? t('figure.perMinuteOf', { count: answered, formatted: number(answered), last }) : none,
      values: plus(perMinute(overview, 'succeeded'), perMinute(overview, 'failed')),
      colour: 'blue',
      status: 'succeeded,failed',
    },
    {
      name: t('figure.p95'),
      value: totals.p95 === null ? '–' : formatDuration(totals.p95, language),
      note: p50 == null ? noAnswers : t('figure.p95Of', { p50: formatDuration(p50, language) }),
      values: series.map((bucket) => bucket.p95),
      colour: 'purple',
      status: 'succeeded',
    },
    {
      name: t('figure.failing'),
      value: answered ? formatPercent(totals.failing_ratio, language) : '–',
      note: answered ? t('figure.failingOf', { failed: number(totals.failed), all: number(answered) }) : noAnswers,
      values: failingRatios(overview),
      colour: 'vermilion',
      status: 'failed',
    },
  ]
}
