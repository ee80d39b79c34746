import { useTranslation } from 'react-i18next'
import { formatDuration, formatNumber, formatPercent } from '@/lib/format'
import type { SplitCounts } from '../types'

export const splits = ['train', 'validation', 'test'] as const
export const fills = { train: 'bg-chart-blue', validation: 'bg-chart-orange', test: 'bg-chart-purple' } as const

/** How the whole is divided, as one bar with its figures below. */
export function SplitBar({ counts }: { counts: SplitCounts }) {
  const { t, i18n } = useTranslation('data-sets')
  const all = splits.reduce((total, split) => total + counts[split].items, 0)
  const share = (items: number) => (all > 0 ? items / all : 0)
  return (
    <>
      <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded-full bg-sunken">
        {splits.map((split) => (
          <div key={split} className={fills[split]} style={{ width: `${share(counts[split].items) * 100}%` }} />
        ))}
      </div>
      <ul className="mt-3 flex flex-col gap-1.5 text-sm">
        {splits.map((split) => (
          <li key={split} className="flex flex-wrap items-center gap-x-2">
            <span aria-hidden className={`size-2.5 rounded-[3px] ${fills[split]}`} />
            {t(`splits.${split}`)}
            <span className="ml-auto text-muted tabular-nums">
              {formatNumber(counts[split].items, i18n.language)} (
              {formatPercent(share(counts[split].items), i18n.language, 0)})
              {counts[split].seconds ? ` · ${formatDuration(counts[split].seconds, i18n.language)}` : null}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
