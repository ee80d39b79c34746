import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/class-names'
import { formatPercent } from '@/lib/format'

export interface LabelBarsProps {
  labels: readonly { label: string; score: number }[]
  /** How many at most. */
  top?: number
  className?: string
}

/** The likeliest labels as bars, the first one set apart. */
export function LabelBars({ labels, top = 5, className }: LabelBarsProps) {
  const { i18n } = useTranslation()
  return (
    <ol className={cn('flex flex-col gap-1.5', className)}>
      {labels.slice(0, top).map(({ label, score }, index) => (
        <li key={label} className="text-[13px] leading-5">
          <div className="flex justify-between gap-3">
            <span className={cn('truncate', index === 0 ? 'font-medium' : 'text-muted')}>{label}</span>
            <span className={cn('tabular-nums', index === 0 ? 'font-medium' : 'text-muted')}>
              {formatPercent(score, i18n.language)}
            </span>
          </div>
          <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
            <div
              className={cn('h-full rounded-full', index === 0 ? 'bg-accent' : 'bg-border-strong')}
              style={{ width: `${Math.max(score * 100, 0.5)}%` }}
            />
          </div>
        </li>
      ))}
    </ol>
  )
}
