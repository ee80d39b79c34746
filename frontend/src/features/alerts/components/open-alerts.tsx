import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Alert } from '@/api/types'
import { Section } from '@/components/section'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { formatDateTime } from '@/lib/format'
import { useProblemWords } from '@/lib/use-problem-words'
import { acknowledgeMutation, reopenMutation, showMutation, snoozeMutation } from '../api'
import { useAdvice, useAlertTitle } from '../use-alert-words'

interface OpenAlertsProps {
  alerts: Alert[]
  now: number
  isWatched: boolean
}

/** What is wrong at this moment, also what somebody sees to or what is hidden. */
export function OpenAlerts({ alerts, now, isWatched }: OpenAlertsProps) {
  const { t } = useTranslation('alerts')
  return (
    <Section title={t('open.title')}>
      {alerts.length > 0 ? (
        <ul className="flex flex-col gap-3">
          {alerts.map((alert) => (
            <OpenAlert key={alert.id} alert={alert} now={now} />
          ))}
        </ul>
      ) : isWatched ? (
        <EmptyState icon={CircleCheck} title={t('open.none')}>
          {t('open.noneText')}
        </EmptyState>
      ) : null}
    </Section>
  )
}

function OpenAlert({ alert, now }: { alert: Alert; now: number }) {
  const { t, i18n } = useTranslation('alerts')
  const title = useAlertTitle()(alert)
  const advice = useAdvice()(alert.rule)
  const moment = (at: string) => formatDateTime(at, i18n.language)
  const until = alert.snoozed_until
  const isHidden = until !== null && Date.parse(until) > now
  const isCritical = alert.severity === 'critical'
  return (
    <Card className="p-4">
      <li className="flex flex-col gap-2">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <h3 className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1 text-sm font-medium">
            <Badge tone={isCritical ? 'error' : 'warn'}>{t(`severity.${alert.severity}`)}</Badge>
            {title}
          </h3>
          <Actions alert={alert} title={title} isHidden={isHidden} />
        </div>
        {advice ? <p className="max-w-prose text-sm">{advice}</p> : null}
        <p className="flex flex-wrap gap-x-3 text-[13px] text-muted">
          <span>{t('since', { time: moment(alert.since) })}</span>
          {alert.acknowledged_at ? (
            <span>
              {t('seenBy', {
                name: alert.acknowledged_by ?? t('rules.somebody'),
                time: moment(alert.acknowledged_at),
              })}
            </span>
          ) : null}
          {isHidden ? <span>{t('hiddenUntil', { time: moment(until) })}</span> : null}
        </p>
      </li>
    </Card>
  )
}

/** One press each, and another one takes it back: here for as long as it counts, and in a message at once. */
function Actions({ alert: { id, status }, title, isHidden }: { alert: Alert; title: string; isHidden: boolean }) {
  const { t } = useTranslation(['alerts', 'app'])
  const queries = useQueryClient()
  const problemWords = useProblemWords()
  const refused = { onError: (error: Error) => toast.error(problemWords(error)) }
  const acknowledge = useMutation(acknowledgeMutation(queries))
  const snooze = useMutation(snoozeMutation(queries))
  const reopen = useMutation(reopenMutation(queries))
  const show = useMutation(showMutation(queries))
  const withUndo = (done: string, undo: () => void) => ({
    ...refused,
    onSuccess: () => void toast.success(done, { action: { label: t('app:action.undo'), onClick: undo } }),
  })
  const takeBack = () => reopen.mutate(id, refused)
  const showAgain = () => show.mutate(id, refused)
  if (status === 'acknowledged')
    return (
      <Button size="sm" onClick={takeBack} aria-label={t('reopenOf', { title })}>
        {t('reopen')}
      </Button>
    )
  return (
    <div className="flex flex-wrap gap-2">
      {isHidden ? (
        <Button size="sm" onClick={showAgain} aria-label={t('showOf', { title })}>
          {t('show')}
        </Button>
      ) : (
        <Button
          size="sm"
          onClick={() => snooze.mutate(id, withUndo(t('snoozed'), showAgain))}
          aria-label={t('snoozeOf', { title })}
        >
          {t('snooze')}
        </Button>
      )}
      <Button
        size="sm"
        onClick={() => acknowledge.mutate(id, withUndo(t('acknowledged'), takeBack))}
        aria-label={t('acknowledgeOf', { title })}
      >
        {t('acknowledge')}
      </Button>
    </div>
  )
}
