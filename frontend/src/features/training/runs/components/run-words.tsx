import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDuration, formatPercent, formatWait } from '@/lib/format'
import { trainerQuery } from '../../jobs/api'
import { effortOf, qualityOf } from '../run'
import type { Run } from '../types'

/** Whether a run that counts as running is left alone: it waits until its lease has run out and a trainer comes. */
export function useIsLost({ job }: Pick<Run, 'job'>): boolean {
  const trainer = useQuery(trainerQuery)
  return job.status === 'running' && trainer.data?.trainers === 0
}

/** How far a run is and how good: "epoch 3 of 10 · first guess right 81.2 % in validation · 4 min left". */
export function RunWords({ run }: { run: Run }) {
  const { t, i18n } = useTranslation('runs')
  const { started, last_point: point, last_epoch: epoch, eta_seconds: eta, job } = run
  const lost = useIsLost(run)
  const quality = useQualityWords()(run)
  const effort = effortOf(run)
  const reached = Math.max(point?.epoch ?? 0, epoch?.number ?? 0)
  const parts = [
    started && reached > 0 && job.status !== 'succeeded'
      ? t('epochOf', { number: reached, total: started.epochs })
      : null,
    quality,
    effort
      ? t('took', {
          count: effort.epochs,
          time: formatDuration(Math.max(1, Math.round(effort.seconds)), i18n.language),
        })
      : null,
    job.status === 'running' && !lost && eta !== null ? t('left', { time: formatWait(eta, i18n.language) }) : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

/** "first guess right 81.2 % in the test"; nothing before anything was measured. */
export function useQualityWords(): (run: Run) => string | null {
  const { t, i18n } = useTranslation('runs')
  return (run) => {
    const quality = qualityOf(run)
    if (!quality) return null
    const words = { metric: t(`metric.${quality.metric}.short`), share: formatPercent(quality.share, i18n.language) }
    return t(quality.tested ? 'measured.test' : 'measured.validation', words)
  }
}
