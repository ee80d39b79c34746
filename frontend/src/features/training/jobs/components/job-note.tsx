import { useQuery } from '@tanstack/react-query'
import { RotateCcw, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { formatBytes, formatNumber } from '@/lib/format'
import { ServerSentence } from '@/components/server-sentence'
import { trainerQuery } from '../api'
import type { TrainingJob } from '../types'
import { useJobActions } from '../actions'
import { JobBadge } from './job-badge'

/** What a check or a freeze does now, or why it failed. Nothing once it is done. */
export function JobNote({ job }: { job: TrainingJob }) {
  const { t } = useTranslation(['jobs', 'app'])
  const { cancel, retry } = useJobActions()
  const again = (
    <Button size="sm" disabled={retry.isPending} onClick={() => retry.mutate(job.id)}>
      <RotateCcw /> {t('app:action.tryAgain')}
    </Button>
  )
  if (job.status === 'succeeded') return null
  if (job.status === 'failed') {
    return (
      <Notice tone="error" title={t(`failed.${job.work}`)} action={again}>
        <ServerSentence>{job.error}</ServerSentence>
      </Notice>
    )
  }
  if (job.status === 'canceled') return <Notice title={t(`canceled.${job.work}`)} action={again} />
  return (
    <div className="rounded-lg border bg-surface p-4" aria-live="polite">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <JobBadge job={job} />
        <p className="min-w-0 flex-1 text-sm">
          <JobWords job={job} />
        </p>
        <Button size="sm" disabled={job.wish === 'cancel' || cancel.isPending} onClick={() => cancel.mutate(job.id)}>
          <X /> {t('app:action.cancel')}
        </Button>
      </div>
      {job.progress.total > 0 ? (
        <Progress className="mt-3" value={job.progress.done / job.progress.total} label={t(`work.${job.work}`)} />
      ) : null}
    </div>
  )
}

const stages = ['unpack', 'read', 'compare', 'write', 'measure', 'prune', 'distil', 'int8', 'fp16'] as const

function JobWords({ job: { status, work, progress } }: { job: TrainingJob }) {
  const { t, i18n } = useTranslation(['jobs', 'training'])
  const trainer = useQuery(trainerQuery)
  if (status === 'queued') return trainer.data?.trainers === 0 ? t('waitsForTrainer') : t('waitsInLine')
  const stage = stages.find((name) => name === progress.stage)
  const number = (value: number) => formatNumber(value, i18n.language)
  const words = stage ? t(`stage.${stage}`) : t(`work.${work}`)
  if (progress.stage === 'fetch' && progress.total > 0) {
    const [done, total] = [progress.done, progress.total].map((bytes) => formatBytes(bytes, i18n.language))
    return t('stage.fetch', { file: progress.note, done, total })
  }
  if (progress.note) return stage ? `${words}: ${progress.note}` : progress.note
  return progress.total > 1
    ? `${words}: ${t('training:ofTotal', { done: number(progress.done), total: number(progress.total) })}`
    : words
}
