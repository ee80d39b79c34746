import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format'
import type { Bar } from '../types'

/** Columns with the count above and the range below; empty ends are left out. */
export function Histogram({ bars, label, words }: { bars: Bar[]; label: string; words: (value: number) => string }) {
  const { t, i18n } = useTranslation('data-sets')
  const first = bars.findIndex(({ count }) => count > 0)
  const last = bars.findLastIndex(({ count }) => count > 0)
  const shown = first < 0 ? [] : bars.slice(first, last + 1)
  const most = Math.max(1, ...shown.map(({ count }) => count))
  const range = ({ least, below }: Bar) =>
    below === null ? t('from', { least: words(least) }) : t('below', { below: words(below) })
  return (
    <ul aria-label={label} className="flex h-48 items-stretch gap-1.5">
      {shown.map((bar) => (
        <li key={bar.least} className="flex min-w-0 flex-1 flex-col justify-end text-center">
          <span className="text-xs text-muted tabular-nums">{formatNumber(bar.count, i18n.language)}</span>
          <span
            aria-hidden
            className="mx-auto mt-1 w-full max-w-12 rounded-t-sm bg-chart-blue"
            style={{ height: `${(bar.count / most) * 70}%` }}
          />
          <span className="border-t pt-1 text-[11px] leading-4 text-balance text-muted tabular-nums">{range(bar)}</span>
        </li>
      ))}
    </ul>
  )
}
