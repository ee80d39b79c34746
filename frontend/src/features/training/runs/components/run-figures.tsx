import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { formatCompact, formatDuration, formatNumber, formatPercent, formatWait } from '@/lib/format'
import type { RunDetail } from '../types'
import { effortOf, qualityOf } from '../run'
import { useIsLost } from './run-words'

/** What it learns with, how fast, and how good it is so far. */
export function RunFigures({ run, started }: { run: RunDetail; started: NonNullable<RunDetail['started']> }) {
  const { t, i18n } = useTranslation(['runs', 'training'])
  const { last_point: point, eta_seconds: eta } = run
  const quality = qualityOf(run)
  const effort = effortOf(run)
  const lost = useIsLost(run)
  const running = run.job.status === 'running' && !lost
  const number = (value: number) => formatNumber(value, i18n.language)
  const figures: ([string, string] | null)[] = [
    quality
      ? [
          t(quality.tested ? 'figure.test' : 'figure.best', { metric: t(`metric.${quality.metric}.name`) }),
          formatPercent(quality.share, i18n.language),
        ]
      : null,
    running && eta !== null ? [t('figure.left'), formatWait(eta, i18n.language)] : null,
    effort ? [t('figure.took'), formatDuration(Math.max(1, Math.round(effort.seconds)), i18n.language)] : null,
    running && point ? [t('figure.pace'), t('perSecond', { number: number(point.examples_per_second) })] : null,
    [t('figure.steps'), t('training:ofTotal', { done: number(run.step), total: number(started.steps) })],
    [
      t('figure.items'),
      t('figure.itemsOf', { train: number(started.train_items), validation: number(started.validation_items) }),
    ],
    [t('figure.parameters'), formatCompact(started.parameters, i18n.language)],
    [t('figure.device'), started.processes > 1 ? `${started.device} × ${number(started.processes)}` : started.device],
  ]
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        {figures.flatMap((figure) =>
          figure ? (
            <div key={figure[0]} className="min-w-0">
              <dt className="text-xs text-muted">{figure[0]}</dt>
              <dd className="text-sm font-medium break-words tabular-nums">{figure[1]}</dd>
            </div>
          ) : (
            []
          ),
        )}
      </dl>
    </Card>
  )
}
