import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/class-names'
import { formatPercent } from '@/lib/format'

/** A share that is smaller is noise to the eye. */
const WORTH_SHOWING = 0.01

export interface LabelBarsProps {
  labels: readonly { label: string; score: number }[]
  /** How many at most. */
  top?: number
  /** The first is told by a heading above, with its figure: here it is a bar alone. */
  headed?: boolean
  /** Guesses: none of them is set apart. */
  quiet?: boolean
  className?: string
}

/** The likeliest labels as bars, the first one set apart; what is under one per cent is counted. */
export function LabelBars({ labels, top = 5, headed = false, quiet = false, className }: LabelBarsProps) {
  const { t, i18n } = useTranslation('app')
  const shown = labels.filter(({ score }, index) => index === 0 || score >= WORTH_SHOWING).slice(0, top)
  const [first, ...others] = shown
  const more = labels.length - shown.length
  const rows = headed ? others : shown
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      {headed && first ? <Bar score={first.score} best /> : null}
      {rows.length > 0 ? (
        <ol className={cn('flex flex-col gap-1.5', headed && 'mt-1', className)}>
          {rows.map(({ label, score }) => (
            <li key={label} className="text-[13px] leading-5">
              <div
                className={cn(
                  'flex justify-between gap-3',
                  label === first?.label && !quiet ? 'font-medium' : 'text-muted',
                )}
              >
                <span className="truncate">{label}</span>
                <span className="tabular-nums">{formatPercent(score, i18n.language)}</span>
              </div>
              <Bar score={score} best={label === first?.label && !quiet} />
            </li>
          ))}
        </ol>
      ) : null}
      {more > 0 ? (
        <p className="text-xs text-muted">
          {t('otherLabels', { count: more, percent: formatPercent(WORTH_SHOWING, i18n.language, 0) })}
        </p>
      ) : null}
    </div>
  )
}

function Bar({ score, best }: { score: number; best: boolean }) {
  return (
    <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
      <div
        className={cn('h-full rounded-full', best ? 'bg-accent' : 'bg-border-strong')}
        style={{ width: `${Math.max(score * 100, 0.5)}%` }}
      />
    </div>
  )
}
