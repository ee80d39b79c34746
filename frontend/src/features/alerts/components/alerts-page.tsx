import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { alertsQuery } from '../api'
import { EndedAlerts } from './ended-alerts'
import { OpenAlerts } from './open-alerts'
import { RulesSection } from './rules-section'
import { ToldSection } from './told-section'
import { UnwatchedNote } from './unwatched-note'

/** What is wrong, what was, and when something is called wrong. The banner of the other pages would only repeat it. */
export function AlertsPage() {
  const { t } = useTranslation('alerts')
  const { data, error, refetch, dataUpdatedAt } = useQuery(alertsQuery)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="flex flex-col gap-10">
        {error && !data ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
        {data?.is_watched === false ? <UnwatchedNote lookedAt={data.looked_at} /> : null}
        {data ? (
          <>
            <OpenAlerts alerts={data.active} now={dataUpdatedAt} isWatched={data.is_watched} />
            <EndedAlerts alerts={data.resolved} />
          </>
        ) : error ? null : (
          <Skeleton className="h-56 rounded-lg" />
        )}
        {data ? <ToldSection mail={data.mail} /> : null}
        <RulesSection />
      </div>
    </>
  )
}
