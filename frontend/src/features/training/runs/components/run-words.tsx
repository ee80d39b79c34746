import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatPercent, formatWait } from '@/lib/format'
import { trainerQuery } from '../../jobs/api'
import type { Run } from '../types'

/** Whether a run that counts as running is left alone: it waits until its lease has run out and a trainer comes. */
export function useIsLost({ job }: Pick<Run, 'job'>): boolean {
  const trainer = useQuery(trainerQuery)
  return job.status === 'running' && trainer.data?.trainers === 0
}

/** How far a run is and how good: "epoch 3 of 10 · first guess right 81.2 % · 4 min left". */
export function RunWords({ run }: { run: Run }) {
  const { t, i18n } = useTranslation('runs')
  const { started, last_point: point, last_epoch: epoch, best_metric: best, eta_seconds: eta, job } = run
  const lost = useIsLost(run)
  const reached = Math.max(point?.epoch ?? 0, epoch?.number ?? 0)
  const parts = [
    started && reached > 0 && job.status !== 'succeeded'
      ? t('epochOf', { number: reached, total: started.epochs })
      : null,
    epoch && best !== null
      ? `${t(`metric.${metricOf(epoch.metric_name)}.short`)} ${formatPercent(best, i18n.language)}`
      : null,
    job.status === 'running' && !lost && eta !== null ? t('left', { time: formatWait(eta, i18n.language) }) : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

export function metricOf(name: string): 'top1' | 'wer' {
  return name === 'wer' ? 'wer' : 'top1'
}
