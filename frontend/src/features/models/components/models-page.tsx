import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Boxes, GraduationCap, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { ModelCard } from './model-card'

const INSTALL = 'manage.py install_bundles /path/to/folder'

export function ModelsPage({ canAdd = false }: { canAdd?: boolean }) {
  const { t } = useTranslation('models')
  const models = useQuery(modelsQuery)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            {canAdd ? (
              <Button asChild>
                <Link to="/training/add-model">
                  <Plus /> {t('add')}
                </Link>
              </Button>
            ) : null}
            <Button asChild variant="primary">
              <Link to="/teach">
                <GraduationCap /> {t('teach')}
              </Link>
            </Button>
          </>
        }
      />
      {models.error ? (
        <ErrorNote error={models.error} onRetry={() => void models.refetch()} />
      ) : models.data === undefined ? (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Skeleton className="h-[32rem] rounded-lg" />
          <Skeleton className="h-[32rem] rounded-lg" />
        </div>
      ) : models.data.length === 0 ? (
        <EmptyState icon={Boxes} title={t('none')}>
          {t('noneText')}
        </EmptyState>
      ) : (
        <ul className="grid items-start gap-4 lg:grid-cols-2">
          {models.data.map((model) => (
            <li key={model.slug} className="flex">
              <ModelCard model={model} />
            </li>
          ))}
        </ul>
      )}
      <Notice className="mt-4" title={t('small.title')}>
        <p>{t('small.text')}</p>
        {canAdd ? <p className="mt-1">{t('small.bundle', { command: INSTALL })}</p> : null}
      </Notice>
    </>
  )
}
