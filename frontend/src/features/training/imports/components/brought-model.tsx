import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { formatAgo } from '@/lib/format'
import type { TrainingJob } from '../../jobs/types'
import { JobNote } from '../../jobs/components/job-note'
import { ReviewModel } from './review-model'
import { RemoveJob } from '../../jobs/components/remove-job'

/** How taking a model in stands, and the way to it once it is there. */
export function BroughtModel({ job }: { job: TrainingJob }) {
  const { t, i18n } = useTranslation(['imports', 'training', 'jobs'])
  const [slug = '', , number = ''] = job.model?.split('/') ?? []
  return (
    <>
      <div className="mb-1.5 flex items-center gap-3 text-[13px] text-muted">
        <p className="flex-1">
          <span className="font-medium break-all text-foreground">{job.source}</span>{' '}
          {t('asked', { name: job.owner ?? '–', ago: formatAgo(job.created_at, i18n.language) })}
        </p>
        <RemoveJob job={job} title={t('delete', { name: job.source ?? '' })} text={t('deleteText')} />
      </div>
      {job.unregistered ? (
        <ReviewModel job={job} />
      ) : job.status === 'succeeded' ? (
        <div className="flex flex-wrap items-center gap-3 rounded-lg bg-success-soft px-4 py-3 text-sm">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
          <p className="flex-1 font-medium">
            {slug ? t('became', { model: slug, number }) : t('jobs:status.succeeded')}
          </p>
          {slug ? (
            <Button asChild size="sm">
              <Link to="/models/$slug" params={{ slug }} hash={`version-${number}`}>
                {t('training:showModel')}
              </Link>
            </Button>
          ) : null}
        </div>
      ) : (
        <>
          <JobNote job={job} />
          {job.status === 'failed' && job.work === 'import' ? <ReviewModel job={job} /> : null}
        </>
      )}
    </>
  )
}
