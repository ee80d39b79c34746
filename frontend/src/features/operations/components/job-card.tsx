import { LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BackupRun, JobState } from '@/api/types'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { formatAgo, formatDateTime, formatDuration } from '@/lib/format'
import { ServerSentence } from '@/components/server-sentence'
import { Findings, RunFacts } from './run-facts'

const tones: Record<BackupRun['state'], Tone> = {
  waiting: 'warn',
  running: 'accent',
  succeeded: 'success',
  failed: 'error',
}

interface Props {
  state: JobState
  onStart: () => void
  starting: boolean
  /** Why it cannot be started, if it cannot. */
  barred?: string
}

/** How one job stands: what its last run found, and what it does just now. */
export function JobCard({ state: { job, last, under_way, last_success }, onStart, starting, barred }: Props) {
  const { t } = useTranslation('operations')
  const shown = under_way ?? last
  return (
    <Card className="flex h-full flex-col gap-3 p-4">
      <div className="flex items-start justify-between gap-2">
        <h3 className="text-sm font-medium">{t(`backups.${job}.title`)}</h3>
        {shown ? <StateBadge run={shown} /> : null}
      </div>
      {last ? (
        <LastRun run={last} lastSuccess={last_success} />
      ) : (
        <p className="text-[13px] text-muted">{t(`backups.${job}.none`)}</p>
      )}
      <div className="mt-auto flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <p aria-live="polite" className="min-w-0 flex-1 text-xs break-words text-muted">
          {under_way ? <Step run={under_way} /> : (barred ?? t(`backups.${job}.what`))}
        </p>
        <Button size="sm" onClick={onStart} disabled={Boolean(barred) || starting || Boolean(under_way)}>
          {t(`backups.${job}.start`)}
        </Button>
      </div>
    </Card>
  )
}

function StateBadge({ run: { state, findings } }: { run: BackupRun }) {
  const { t } = useTranslation('operations')
  const words =
    findings.length > 0 ? t('backups.state.findings', { count: findings.length }) : t(`backups.state.${state}`)
  return <Badge tone={tones[state]}>{words}</Badge>
}

function Step({ run: { state, step } }: { run: BackupRun }) {
  const { t } = useTranslation('operations')
  return (
    <span className="inline-flex items-center gap-1.5">
      <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin motion-reduce:animate-none" />
      {state === 'waiting' ? t('backups.waits') : step || t('backups.begins')}
    </span>
  )
}

function LastRun({ run, lastSuccess }: { run: BackupRun; lastSuccess: string | null }) {
  const { t, i18n } = useTranslation('operations')
  const ended = run.ended_at ?? run.asked_at
  const { seconds } = run.figures
  return (
    <>
      <p className="text-[13px]">
        <time dateTime={ended} title={formatDateTime(ended, i18n.language)} className="font-medium">
          {formatAgo(ended, i18n.language)}
        </time>
        <span className="text-muted">
          {seconds === undefined
            ? null
            : ` · ${t('backups.took', { duration: formatDuration(seconds, i18n.language) })}`}
          {run.asked_by ? ` · ${t('backups.by', { name: run.asked_by })}` : null}
        </span>
      </p>
      {run.state === 'failed' ? (
        <div className="flex flex-col gap-1 rounded-md bg-error-soft px-3 py-2 text-[13px]">
          {run.findings.length === 0 ? (
            <p className="break-words">
              <ServerSentence>{run.detail}</ServerSentence>
            </p>
          ) : null}
          <p className="text-muted">
            {lastSuccess
              ? t('backups.lastGood', { ago: formatAgo(lastSuccess, i18n.language) })
              : t('backups.noneGood')}
          </p>
        </div>
      ) : null}
      <RunFacts run={run} />
      <Findings findings={run.findings} />
    </>
  )
}
