import { useQuery } from '@tanstack/react-query'
import {
  Ban,
  Check,
  CircleDashed,
  LoaderCircle,
  type LucideIcon,
  MessageSquare,
  RotateCcw,
  TriangleAlert,
  Undo2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/class-names'
import { useExactProblemWords } from '@/lib/use-problem-words'
import { eventsQuery } from '../api'
import { formatShort } from '../stage-format'
import { type Step, stepsOf } from '../timeline'

const looks: Record<Step['what'], { icon: LucideIcon; tone: string }> = {
  queued: { icon: CircleDashed, tone: 'text-muted' },
  requeued: { icon: RotateCcw, tone: 'text-warn' },
  processing: { icon: LoaderCircle, tone: 'text-accent' },
  succeeded: { icon: Check, tone: 'text-success' },
  failed: { icon: TriangleAlert, tone: 'text-error' },
  canceled: { icon: Ban, tone: 'text-muted' },
  feedback: { icon: MessageSquare, tone: 'text-accent' },
  withdrawn: { icon: Undo2, tone: 'text-muted' },
}

/** What happened to a prediction, in order. */
export function Timeline({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('history')
  const events = useQuery(eventsQuery(prediction))
  if (events.error) return <ErrorNote error={events.error} onRetry={() => void events.refetch()} />
  if (!events.data) return <Skeleton className="h-36" />
  const steps = stepsOf(events.data)
  if (steps.length === 0) return <p className="text-sm text-muted">{t('timeline.none')}</p>
  return (
    <ol>
      {steps.map((step, index) => (
        <TimelineStep key={step.seq} step={step} last={index === steps.length - 1} />
      ))}
    </ol>
  )
}

function TimelineStep({ step: { what, at, after, attempt, error }, last }: { step: Step; last: boolean }) {
  const { t, i18n } = useTranslation('history')
  const problemWords = useExactProblemWords()
  const { icon: Icon, tone } = looks[what]
  const clock = new Intl.DateTimeFormat(i18n.language, {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
  return (
    <li className="relative flex gap-3 pb-4 text-sm last:pb-0">
      {last ? null : <span aria-hidden className="absolute top-6 bottom-0 left-[9px] w-px bg-border" />}
      <Icon aria-hidden className={cn('mt-0.5 size-[19px] shrink-0', tone)} strokeWidth={1.8} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap justify-between gap-x-4">
          <span className="font-medium">
            {what === 'processing' && attempt > 1 ? t('timeline.again', { attempt }) : t(`timeline.${what}`)}
          </span>
          <span className="text-muted tabular-nums">
            <time dateTime={at}>{clock.format(new Date(at))}</time>
            <span className={cn('ml-2 inline-block min-w-16 text-right', after === 0 && 'max-sm:hidden')}>
              {after > 0 ? `+${formatShort(after, i18n.language)}` : null}
            </span>
          </span>
        </p>
        {what === 'failed' && error ? (
          <p className="text-[13px] break-words text-muted">{problemWords(error)}</p>
        ) : null}
      </div>
    </li>
  )
}
