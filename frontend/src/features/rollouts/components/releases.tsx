import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Skeleton } from '@/components/ui/skeleton'
import { aliasChangesQuery, rolloutsQuery } from '../api'
import { Past } from './past'
import { RollBack } from './roll-back'
import { Running } from './running'
import { StartRollout } from './start-rollout'

/** For staff: which version answers whom, how that changes, and how it did. */
export function Releases({ model, mayRelease }: { model: Model; mayRelease: boolean }) {
  const { t } = useTranslation('rollouts')
  const rollouts = useQuery(rolloutsQuery(model.slug))
  const changes = useQuery(aliasChangesQuery(model.slug))
  const error = rollouts.error ?? changes.error
  const running = rollouts.data?.find(({ state }) => state === 'running')
  const { production } = model.aliases
  const backTo = changes.data?.back_to
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold tracking-tight">{t('title')}</h2>
        <div className="flex flex-wrap gap-2">
          {backTo != null && production !== undefined ? (
            <RollBack slug={model.slug} now={production} to={backTo} />
          ) : null}
          {rollouts.data && !running ? <StartRollout model={model} /> : null}
        </div>
      </div>
      {error ? (
        <ErrorNote error={error} onRetry={() => void Promise.all([rollouts.refetch(), changes.refetch()])} />
      ) : null}
      {running ? <Running rollout={running} mayRelease={mayRelease} /> : null}
      {rollouts.data && changes.data ? (
        <details className="mt-3" open={!running}>
          <summary className="cursor-pointer py-1 text-sm text-muted">{t('past.title')}</summary>
          <Past changes={changes.data.results} rollouts={rollouts.data} />
        </details>
      ) : error ? null : (
        <Skeleton className="h-24 rounded-lg" />
      )}
    </section>
  )
}
