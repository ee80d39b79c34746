import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FolderArchive } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { dataSetsQuery } from '../../data-sets/api'
import { chosenParent, chosenVersion } from '../new-run'
import type { NewRunSearch } from '../new-run-search'
import { BackLink } from '../../shared/components/back-link'
import { RecipeForm } from './recipe-form'
import { StartFields } from './start-fields'
import { TrainerNote } from '../../jobs/components/trainer-note'

export interface NewRunPageProps {
  search: NewRunSearch
  onSearch: (next: NewRunSearch) => void
}

/** What is trained, what it begins with, and with which recipe. The first two are in the address. */
export function NewRunPage({ search, onSearch }: NewRunPageProps) {
  const { t } = useTranslation(['runs', 'training'])
  const sets = useQuery(dataSetsQuery)
  const models = useQuery(modelsQuery)
  const error = sets.error ?? models.error
  const named = models.data?.find(({ slug }) => search.parent?.startsWith(`${slug}/`))
  const version = sets.data && chosenVersion(sets.data, search, named?.kind)
  const parent = models.data && version ? chosenParent(models.data, version, search) : null
  return (
    <>
      <BackLink />
      <PageHeader title={t('training:newRun')} lead={t('newLead')} />
      {error ? (
        <ErrorNote error={error} onRetry={() => void (sets.error ? sets : models).refetch()} />
      ) : !sets.data || !models.data ? (
        <Skeleton className="h-96 rounded-lg" />
      ) : !version ? (
        <EmptyState
          icon={FolderArchive}
          title={t('noSets')}
          action={
            <Button asChild>
              <Link to="/training">{t('training:dataSets')}</Link>
            </Button>
          }
        >
          {t('noSetsText')}
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-6">
          <TrainerNote />
          <StartFields
            sets={sets.data}
            models={models.data}
            version={version}
            parent={parent}
            search={search}
            onSearch={onSearch}
          />
          <RecipeForm
            key={`${version.kind} ${parent ?? ''} ${search.like ?? ''}`}
            version={version}
            parent={parent}
            like={search.like ?? null}
          />
        </div>
      )}
    </>
  )
}
