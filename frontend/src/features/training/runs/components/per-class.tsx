import { useTranslation } from 'react-i18next'
import { formatPercent } from '@/lib/format'

const MOST_NAMED = 12

/** How often each class is answered right, the weakest first: that is where more data helps. */
export function PerClass({ shares, untested }: { shares: Record<string, number>; untested: string[] }) {
  const { t, i18n } = useTranslation('runs')
  const sorted = Object.entries(shares).sort(([, a], [, b]) => a - b)
  return (
    <div>
      <h3 className="mb-2 text-[13px] font-medium text-muted">{t('evaluation.perClass')}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <ul tabIndex={0} className="flex max-h-80 flex-col gap-1.5 overflow-auto rounded-sm pr-1 text-sm">
        {sorted.map(([label, share]) => (
          <li key={label} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_3rem] items-center gap-3">
            <span className="truncate" title={label}>
              {label}
            </span>
            <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
              <span className="block h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
            </span>
            <span className="text-right tabular-nums">{formatPercent(share, i18n.language, 0)}</span>
          </li>
        ))}
      </ul>
      {untested.length > 0 ? (
        <p className="mt-3 text-[13px] text-muted">
          {t('evaluation.untested', { count: untested.length, labels: named(untested) })}
        </p>
      ) : null}
    </div>
  )
}

function named(labels: string[]): string {
  return labels.slice(0, MOST_NAMED).join(', ') + (labels.length > MOST_NAMED ? ', …' : '')
}
