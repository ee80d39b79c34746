import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Alert } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useKindWords } from '@/components/use-kind-words'
import { formatDateTime, formatDuration, formatNumber, formatPercent } from '@/lib/format'
import { type Kind, kinds } from '@/lib/kinds'
import { acknowledgeMutation, alertsQuery, calling, snoozeMutation } from '../api'

/** Above every page of staff: what is wrong, until somebody says that they see to it or it is over. */
export function AlertBanner() {
  const { t, i18n } = useTranslation('alerts')
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
      {unwatchedSince === null ? null : (
        <Notice tone="warn" title={t('unwatched.title', { time: formatDateTime(unwatchedSince, i18n.language) })}>
          {t('unwatched.text')}
        </Notice>
      )}
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
  const title = useTitle(alert)
  return (
    <Notice tone={alert.severity === 'critical' ? 'error' : 'warn'} title={title}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span>{t('since', { time: formatDateTime(alert.since, i18n.language) })}</span>
        <span className="flex flex-wrap gap-2">
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

const isKind = (subject: string): subject is Kind => kinds.some((kind) => kind === subject)

/** One that a newer server knows is called by its name. */
function useTitle({ rule, subject, value }: Alert): string {
  const { t, i18n } = useTranslation('alerts')
  const kindWords = useKindWords()
  const { language } = i18n
  if (!i18n.exists(`rule.${rule}`, { ns: 'alerts' })) return `${rule} ${subject}`.trim()
  const words = {
    of: isKind(subject) ? kindWords(subject) : subject,
    share: formatPercent(value, language, 0),
    duration: formatDuration(value, language),
    number: formatNumber(value, language),
  }
  return t(`rule.${rule as 'no_worker'}`, words)
}
