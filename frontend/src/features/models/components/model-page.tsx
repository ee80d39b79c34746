import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, Boxes, Sparkles } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { modelQuery } from '@/api/catalogue'
import { ApiError } from '@/api/problem'
import type { Model } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { servedVersion } from '../served-version'
import { ByLabel } from './by-label'
import { Calibrations } from './calibrations'
import { CodeSamples } from './code-samples'
import { Facts } from './facts'
import { Grammars } from './grammars'
import { Knows } from './knows'
import { ModelSigns } from './model-signs'
import { TitledPart } from './titled-part'
import { Quality } from './quality'
import { Standings } from './standings'
import { Strangers } from './strangers'
import { Sureness } from './sureness'
import { Versions, type VersionsProps } from './versions'

export interface ModelPageProps {
  slug: string
  /** The version that is shown open. */
  version?: number
  canTrain?: boolean
  isStaff?: boolean
  /** Lets others use it, for who may. */
  renderShare?: (model: Model) => ReactNode
  /** Which version answers whom, for staff. */
  renderReleases?: (model: Model) => ReactNode
}

export function ModelPage({
  slug,
  version,
  canTrain = false,
  isStaff = false,
  renderShare,
  renderReleases,
}: ModelPageProps) {
  const { t } = useTranslation('models')
  const model = useQuery(modelQuery(slug))
  return (
    <>
      <Button asChild variant="ghost" size="sm" className="mb-3 -ml-2">
        <Link to="/models">
          <ArrowLeft /> {t('title')}
        </Link>
      </Button>
      {model.data ? (
        <OneModel
          model={model.data}
          opened={version}
          canTrain={canTrain}
          isStaff={isStaff}
          share={renderShare?.(model.data)}
          releases={renderReleases?.(model.data)}
        />
      ) : model.error ? (
        <Failed error={model.error} onRetry={() => void model.refetch()} />
      ) : (
        <>
          <Skeleton className="mb-6 h-14 w-72" />
          <Skeleton className="h-96 rounded-lg" />
        </>
      )}
    </>
  )
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation('models')
  if (!(error instanceof ApiError) || error.status !== 404) return <ErrorNote error={error} onRetry={onRetry} />
  return (
    <>
      <PageHeader title={t('missing.title')} />
      <EmptyState
        icon={Boxes}
        title={t('missing.text')}
        action={
          <Button asChild>
            <Link to="/models">{t('missing.all')}</Link>
          </Button>
        }
      />
    </>
  )
}

interface Parts {
  share: ReactNode
  releases: ReactNode
}

function OneModel({ model, opened, canTrain, isStaff, share, releases }: VersionsProps & Parts) {
  const { t } = useTranslation('models')
  const version = servedVersion(model)
  return (
    <>
      <PageHeader
        title={model.title}
        lead={model.summary}
        actions={
          <div className="flex gap-2">
            {share}
            <Button asChild variant="primary">
              <Link to="/" search={{ model: model.slug }}>
                <Sparkles /> {t('try')}
              </Link>
            </Button>
          </div>
        }
      />
      <ModelSigns model={model} className="-mt-3 mb-8" />
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-10">
          <Knows version={version} level={2} most={60} />
          <Grammars model={model} version={version} isStaff={isStaff} />
          <Quality metrics={version.metrics} level={2} />
          <ByLabel metrics={version.metrics} />
          <Strangers metrics={version.metrics} />
          <Standings slug={model.slug} />
          <Sureness key={version.number} slug={model.slug} version={version} isStaff={isStaff} />
        </div>
        <div className="flex min-w-0 flex-col gap-10">
          <TitledPart level={2} title={t('facts.title')}>
            <Facts version={version}>
              <Calibrations version={version} kind={model.kind} />
            </Facts>
          </TitledPart>
          <TitledPart level={2} title={t('code.open')}>
            <CodeSamples slug={model.slug} kind={model.kind} />
          </TitledPart>
        </div>
      </div>
      {releases ? <div className="mt-10">{releases}</div> : null}
      <div className="mt-10">
        <TitledPart level={2} title={t('history.title')}>
          <Versions model={model} opened={opened} canTrain={canTrain} isStaff={isStaff} />
        </TitledPart>
      </div>
    </>
  )
}
