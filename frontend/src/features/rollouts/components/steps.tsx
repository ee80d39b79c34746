import { useTranslation } from 'react-i18next'
import type { Rollout } from '@/api/types'
import { cn } from '@/lib/class-names'
import { formatDuration, formatPercent } from '@/lib/format'

/** How many of the people it answers, step by step: what was, is and will be. */
export function Steps({ rollout }: { rollout: Rollout }) {
  const { t, i18n } = useTranslation('rollouts')
  return (
    <ol className="grid auto-cols-fr grid-flow-col gap-2" aria-label={t('steps.title')}>
      {rollout.steps.map((step, index) => (
        <li
          key={step.share}
          aria-current={index === rollout.step ? 'step' : undefined}
          className={cn(
            'border-t-4 pt-1.5 text-[13px] text-muted',
            index < rollout.step && 'border-accent/40',
            index === rollout.step && 'border-accent text-foreground',
          )}
        >
          <span className="block text-base font-semibold tabular-nums">
            {formatPercent(step.share, i18n.language, 0)}
          </span>
          {step.bake_seconds > 0 ? (
            <span className="block">{t('steps.time', { time: formatDuration(step.bake_seconds, i18n.language) })}</span>
          ) : null}
          <span className="block">{t('steps.least', { count: step.least })}</span>
        </li>
      ))}
    </ol>
  )
}
