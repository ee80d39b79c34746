import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { lazyPart } from '@/components/lazy-part'
import { Skeleton } from '@/components/ui/skeleton'
import { usePolling } from '@/live/live'
import { curveQuery } from '../api'
import { isActive } from '../../jobs/types'
import { type RunDetail } from '../types'
import { Section } from '@/components/section'

// The charting library is larger than the rest of this page.
const Curves = lazyPart(
  () => import('./curves'),
  (m) => m.Curves,
  <CurvesToCome />,
)

/** Loss, validation and learning rate of one run, or of several over each other. */
export function RunCurves({ runs }: { runs: RunDetail[] }) {
  const { t } = useTranslation('runs')
  const polling = usePolling()
  const curves = useQueries({
    queries: runs.map((run) => ({ ...curveQuery(run.id), refetchInterval: isActive(run.job) ? polling : false })),
  })
  const failed = curves.find(({ error }) => error)
  return (
    <Section title={t('curves.title')}>
      {failed?.error ? (
        <ErrorNote error={failed.error} onRetry={() => void failed.refetch()} />
      ) : curves.every(({ data }) => data) ? (
        <Curves runs={runs.map((run, index) => ({ run, points: curves[index]?.data ?? [] }))} />
      ) : (
        <CurvesToCome />
      )}
    </Section>
  )
}

function CurvesToCome() {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {['loss', 'metric', 'rate', 'pace'].map((name) => (
        <Skeleton key={name} className="h-77.5 rounded-lg" />
      ))}
    </div>
  )
}
