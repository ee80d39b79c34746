import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/components/page-header'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { Skeleton } from '@/components/ui/skeleton'
import { usePolling } from '@/live/live'
import { ServerSentence } from '@/components/server-sentence'
import { runQuery } from '../api'
import { nameOf, shareOf } from '../run'
import { isActive } from '../../jobs/types'
import { type RunDetail } from '../types'
import { BackLink } from '../../shared/components/back-link'
import { EvaluationView } from './evaluation-view'
import { JobBadge } from '../../jobs/components/job-badge'
import { ReadFailed } from '../../shared/components/read-failed'
import { Recipe } from '../../recipes/components/recipe'
import { Registered } from './registered'
import { RunActions } from './run-actions'
import { RunCurves } from './run-curves'
import { RunFigures } from './run-figures'
import { RunWords, useIsLost } from './run-words'
import { Samples } from './samples'
import { TrainerNote } from '../../jobs/components/trainer-note'

export function RunPage({ id }: { id: string }) {
  const run = useQuery({ ...runQuery(id), refetchInterval: usePolling() })
  return (
    <>
      <BackLink />
      {run.data ? (
        <OneRun run={run.data} />
      ) : run.error ? (
        <ReadFailed error={run.error} onRetry={() => void run.refetch()} />
      ) : (
        <Skeleton className="h-96 rounded-lg" />
      )}
    </>
  )
}

function OneRun({ run }: { run: RunDetail }) {
  const { t } = useTranslation(['runs', 'training'])
  return (
    <>
      <PageHeader title={nameOf(run)} lead={<Origin run={run} />} actions={<RunActions run={run} />} />
      <div className="flex flex-col gap-8">
        <RunState run={run} />
        {run.job.gone ? (
          <Notice tone="warn" title={t('training:gone')}>
            {t('gone')}
          </Notice>
        ) : null}
        {run.registered ? <Registered reference={run.registered} /> : null}
        {run.notes.length > 0 ? (
          <Notice title={t('notes')}>
            <ul>
              {run.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </Notice>
        ) : null}
        {run.started ? <RunFigures run={run} started={run.started} /> : null}
        {run.evaluation ? <EvaluationView evaluation={run.evaluation} /> : null}
        {run.started ? <RunCurves runs={[run]} /> : null}
        {run.epochs.length > 0 ? <Samples epochs={run.epochs} /> : null}
        <Recipe recipe={run.recipe} />
      </div>
    </>
  )
}

function Origin({ run }: { run: RunDetail }) {
  const { t } = useTranslation('runs')
  return (
    <>
      <Link
        to="/training/data-sets/$slug"
        params={{ slug: run.data_set }}
        className="font-medium text-accent underline-offset-4 hover:underline"
      >
        {t('onDataSet', { name: run.data_set, number: run.data_set_version })}
      </Link>
      {' · '}
      {run.parent ? t('fromModel', { model: run.parent }) : t('scratch')}
    </>
  )
}

/** Where it stands, in words; why it failed, where it did. */
function RunState({ run }: { run: RunDetail }) {
  const { t } = useTranslation(['runs', 'jobs'])
  const share = shareOf(run)
  const lost = useIsLost(run)
  const { job } = run
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm tabular-nums" aria-live="polite">
        <JobBadge job={job} />
        <RunWords run={run} />
        {job.status === 'running' && !run.started && !lost ? t('preparing') : null}
        {lost ? t('jobs:trainer.lost') : null}
        {job.attempt > 1 ? <span className="text-muted">{t('attempt', { number: job.attempt })}</span> : null}
      </div>
      {isActive(job) && share !== null ? <Progress value={share} label={t('howFar')} /> : null}
      {isActive(job) ? <TrainerNote /> : null}
      {job.status === 'paused' ? <Notice tone="warn">{t('pausedText')}</Notice> : null}
      {job.error ? (
        <Notice tone="error" title={t('jobs:failed.train')}>
          <ServerSentence>{job.error}</ServerSentence>
        </Notice>
      ) : null}
    </div>
  )
}
