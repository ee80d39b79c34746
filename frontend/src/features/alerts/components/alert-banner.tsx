import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Alert } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { formatDateTime } from '@/lib/format'
import { acknowledgeMutation, alertsQuery, calling, snoozeMutation } from '../api'
import { useAlertTitle } from '../use-alert-words'
import { UnwatchedNote } from './unwatched-note'

/** Above every page of staff: what is wrong, until somebody says that they see to it or it is over. */
export function AlertBanner() {
  const { t } = useTranslation('alerts')
  const { data, dataUpdatedAt } = useQuery(alertsQuery)
  const queries = useQueryClient()
  const acknowledge = useMutation(acknowledgeMutation(queries))
  const snooze = useMutation(snoozeMutation(queries))
  if (!data) return null
  const alerts = calling(data, dataUpdatedAt)
  // Before the first look there is nothing to miss.
  const unwatchedSince = data.is_watched ? null : data.looked_at
  const refusal = acknowledge.error ?? snooze.error
  if (alerts.length === 0 && unwatchedSince === null && !refusal) return null
  return (
    <section aria-label={t('label')} className="mb-4 flex flex-col gap-2">
      {unwatchedSince === null ? null : <UnwatchedNote lookedAt={unwatchedSince} />}
      {refusal ? <ErrorNote error={refusal} /> : null}
      {alerts.map((alert) => (
        <OneAlert
          key={alert.id}
          alert={alert}
          onAcknowledge={() => acknowledge.mutate(alert.id)}
          onSnooze={() => snooze.mutate(alert.id)}
        />
      ))}
    </section>
  )
}

interface OneProps {
  alert: Alert
  onAcknowledge: () => void
  onSnooze: () => void
}

function OneAlert({ alert, onAcknowledge, onSnooze }: OneProps) {
  const { t, i18n } = useTranslation('alerts')
  const title = useAlertTitle()(alert)
  return (
    <Notice tone={alert.severity === 'critical' ? 'error' : 'warn'} title={title}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span>{t('since', { time: formatDateTime(alert.since, i18n.language) })}</span>
        <span className="flex flex-wrap gap-2">
          <Button asChild size="sm" variant="ghost">
            <Link to="/operations/alerts" aria-label={t('adviceOf', { title })}>
              {t('advice')}
            </Link>
          </Button>
          <Button size="sm" onClick={onSnooze} aria-label={t('snoozeOf', { title })}>
            {t('snooze')}
          </Button>
          <Button size="sm" onClick={onAcknowledge} aria-label={t('acknowledgeOf', { title })}>
            {t('acknowledge')}
          </Button>
        </span>
      </div>
    </Notice>
  )
}
