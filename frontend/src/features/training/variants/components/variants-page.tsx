import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Layers } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { modelQuery } from '@/api/catalogue'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { usePolling } from '@/live/live'
import { comparisonsQuery } from '../api'
import type { VersionName } from '../types'
import { dataSetsQuery } from '../../data-sets/api'
import { BackLink } from '../../shared/components/back-link'
import { ComparisonView } from './comparison-view'
import { ReadFailed } from '../../shared/components/read-failed'
import { TrainerNote } from '../../jobs/components/trainer-note'
import { VariantsForm } from './variants-form'

/** Smaller and faster forms of a version, and what they are worth. */
export function VariantsPage({ version }: { version: VersionName }) {
  const { t } = useTranslation(['variants', 'training'])
  const model = useQuery(modelQuery(version.slug))
  const comparisons = useQuery({ ...comparisonsQuery(version), refetchInterval: usePolling() })
  const sets = useQuery(dataSetsQuery)
  const failed = [model, comparisons, sets].find(({ error }) => error)
  return (
    <>
      <BackLink />
      {failed?.error ? (
        <ReadFailed error={failed.error} onRetry={() => void failed.refetch()} />
      ) : !model.data || !comparisons.data || !sets.data ? (
        <Skeleton className="h-96 rounded-lg" />
      ) : (
        <>
          <PageHeader
            title={t('title', { model: version.slug, number: version.number })}
            lead={t('lead')}
            actions={
              <Button asChild>
                <Link to="/models/$slug" params={{ slug: version.slug }} hash={`version-${version.number}`}>
                  {t('training:showModel')}
                </Link>
              </Button>
            }
          />
          <div className="flex flex-col gap-8">
            <TrainerNote />
            <VariantsForm version={version} kind={model.data.kind} sets={sets.data} />
            {comparisons.data.length === 0 ? (
              <EmptyState icon={Layers} title={t('none')}>
                {t('noneText')}
              </EmptyState>
            ) : null}
            {comparisons.data.map((comparison) => (
              <ComparisonView key={comparison.job.id} comparison={comparison} version={version} />
            ))}
          </div>
        </>
      )}
    </>
  )
}
