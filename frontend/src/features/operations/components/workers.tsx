import { Link } from '@tanstack/react-router'
import { Cpu } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OperationsOverview, Worker } from '@/api/types'
import { Badge, type Tone } from '@/components/ui/badge'
import { Card, CardTitle } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { useDeviceWords } from '@/components/use-device-words'
import { cn } from '@/lib/class-names'
import { formatNumber } from '@/lib/format'
import { shortAgo } from '../scale'
import { kept } from '../search'

const tones: Record<Worker['state'], Tone> = { ready: 'success', busy: 'accent', starting: 'warn', gone: 'error' }

/** The processes that compute, and what each holds in memory. `now` is the server's clock. */
export function Workers({
  workers,
  training,
  now,
}: {
  workers: Worker[]
  training: OperationsOverview['training']
  now: string
}) {
  const { t } = useTranslation('operations')
  return (
    <section aria-labelledby="workers" className="flex flex-col gap-3 pt-2">
      <CardTitle id="workers">{t('workers.title')}</CardTitle>
      <TrainingJobs {...training} />
      {workers.length === 0 ? (
        <Card className="px-6 py-8 text-center text-sm text-muted">{t('workers.none')}</Card>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 lg:gap-4">
          {workers.map((worker) => (
            <li key={worker.name}>
              <WorkerCard worker={worker} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** A job that nobody does is told here: Training itself may be open nowhere. */
function TrainingJobs({ trainers, waiting, running }: OperationsOverview['training']) {
  const { t, i18n } = useTranslation('operations')
  if (waiting + running === 0) return null
  const counted = {
    count: waiting,
    formatted: formatNumber(waiting, i18n.language),
    running: formatNumber(running, i18n.language),
  }
  if (trainers === 0 && waiting > 0) {
    return (
      <Notice tone="warn" title={t('training.nobody', counted)}>
        {t('training.start')} <code>make trainer</code>, <code>docker compose --profile train up -d</code>
      </Notice>
    )
  }
  return (
    <p className="text-[13px] text-muted">
      <Link to="/training" className="font-medium text-accent underline-offset-4 hover:underline">
        {t('training.title')}
      </Link>
      {': '}
      {t('training.jobs', counted)}
    </p>
  )
}

function WorkerCard({ worker, now }: { worker: Worker; now: string }) {
  const { t, i18n } = useTranslation('operations')
  const deviceWords = useDeviceWords()
  const number = (value: number) => formatNumber(value, i18n.language)
  const trains = worker.kinds.includes('training')
  return (
    <Card
      className={cn(
        'relative flex h-full flex-col gap-3 p-4 transition-colors hover:border-border-strong',
        worker.state === 'gone' && 'bg-background',
      )}
    >
      <div className="flex items-start justify-between gap-2">
        <Link
          from="/operations"
          to="."
          search={(old) => ({ ...kept(old), worker: worker.name })}
          hash="predictions"
          resetScroll={false}
          aria-label={t('workers.show', { name: worker.name })}
          className="min-w-0 text-sm font-medium break-all after:absolute after:inset-0 after:rounded-lg"
        >
          {worker.name}
        </Link>
        <Badge tone={tones[worker.state]}>{t(`workers.state.${worker.state}`)}</Badge>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-[13px] [&_dt]:text-muted">
        <dt>{t('workers.device')}</dt>
        <dd className="inline-flex items-center gap-1.5">
          <Cpu aria-hidden className="size-3.5 text-muted" /> {deviceWords(worker.device)}
        </dd>
        <dt>{t(trains ? 'workers.does' : 'workers.reads')}</dt>
        <dd>{worker.kinds.map((kind) => t(`workers.kinds.${kind}`)).join(', ')}</dd>
        {trains ? null : <Loaded versions={worker.loaded} />}
      </dl>
      <p className="mt-auto flex flex-wrap justify-between gap-x-3 text-xs text-muted tabular-nums">
        <span>
          {trains
            ? t('workers.jobs', { count: worker.items, formatted: number(worker.items) })
            : `${t('workers.done', { count: worker.items, formatted: number(worker.items) })} · ${t('workers.batches', { count: worker.batches, formatted: number(worker.batches) })}`}
        </span>
        <span>{t('workers.seen', { ago: shortAgo(worker.last_seen, Date.parse(now), i18n.language) })}</span>
      </p>
    </Card>
  )
}

function Loaded({ versions }: { versions: Worker['loaded'] }) {
  const { t } = useTranslation('operations')
  return (
    <>
      <dt>{t('workers.loaded')}</dt>
      <dd className="flex flex-wrap gap-1">
        {versions.length === 0 ? <span className="text-muted">{t('workers.nothingLoaded')}</span> : null}
        {versions.map(({ slug, version }) => (
          <Badge key={`${slug}/${version}`}>{`${slug} v${version}`}</Badge>
        ))}
      </dd>
    </>
  )
}
