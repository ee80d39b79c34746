import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Backups } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { CardTitle } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { formatDuration } from '@/lib/format'
import { backupsQuery, startRunMutation } from '../api'
import { JobCard } from './job-card'

/** Whether this Slipway could be restored: the last backup, what a drill made of it, and whether all is in order. */
export function BackupsPanel() {
  const { t } = useTranslation('operations')
  const { data, error, refetch } = useQuery(backupsQuery)
  const { mutate, error: refusal, isPending } = useMutation(startRunMutation(useQueryClient()))
  return (
    <section aria-labelledby="backups" className="flex flex-col gap-3 pt-2">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <CardTitle id="backups">{t('backups.title')}</CardTitle>
        {data ? <Schedule backups={data} /> : null}
      </div>
      {error && !data ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {refusal ? <ErrorNote error={refusal} /> : null}
      {data && (!data.every_hours || !data.can_encrypt) ? <HowToSwitchOn canEncrypt={data.can_encrypt} /> : null}
      {data ? (
        <ul className="grid gap-3 lg:grid-cols-3 lg:gap-4">
          {data.jobs.map((state) => (
            <li key={state.job} className="min-w-0">
              <JobCard
                state={state}
                onStart={() => mutate(state.job)}
                starting={isPending}
                barred={state.job === 'backup' && !data.can_encrypt ? t('backups.backup.needsKey') : undefined}
              />
            </li>
          ))}
        </ul>
      ) : error ? null : (
        <div className="grid gap-3 lg:grid-cols-3 lg:gap-4">
          {[0, 1, 2].map((index) => (
            <Skeleton key={index} className="h-56 rounded-lg" />
          ))}
        </div>
      )}
    </section>
  )
}

function Schedule({ backups: { place, keep, every_hours } }: { backups: Backups }) {
  const { t, i18n } = useTranslation('operations')
  const often = every_hours
    ? t('backups.every', { interval: formatDuration(every_hours * 3600, i18n.language) })
    : t('backups.never')
  return (
    <p className="min-w-0 text-xs break-words text-muted">
      {t('backups.to', { place, count: keep })} · {often}
    </p>
  )
}

function HowToSwitchOn({ canEncrypt }: { canEncrypt: boolean }) {
  const { t } = useTranslation('operations')
  return (
    <Notice tone={canEncrypt ? 'info' : 'warn'} title={t('backups.off.title')}>
      <p>{t(canEncrypt ? 'backups.off.text' : 'backups.off.noKey')}</p>
      <pre className="mt-2 overflow-x-auto rounded-md border bg-surface px-3 py-2 font-mono text-xs text-foreground">
        {canEncrypt ? null : 'SLIPWAY_BACKUP_RECIPIENTS=age1…\n'}SLIPWAY_BACKUP_EVERY_HOURS=24
      </pre>
    </Notice>
  )
}
