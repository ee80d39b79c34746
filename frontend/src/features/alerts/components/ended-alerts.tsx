import { useTranslation } from 'react-i18next'
import type { Alert } from '@/api/types'
import { Section } from '@/components/section'
import { Card } from '@/components/ui/card'
import { TableHead } from '@/components/ui/table-head'
import { formatDateTime, formatDuration } from '@/lib/format'
import { useAlertTitle } from '../use-alert-words'

/** What was wrong, for how long, and who saw to it. */
export function EndedAlerts({ alerts }: { alerts: Alert[] }) {
  const { t, i18n } = useTranslation('alerts')
  const title = useAlertTitle()
  const { language } = i18n
  if (alerts.length === 0)
    return (
      <Section title={t('over.title')}>
        <p className="rounded-lg border border-dashed px-6 py-8 text-center text-sm text-muted">{t('over.none')}</p>
      </Section>
    )
  return (
    <Section title={t('over.title')} lead={t('over.lead', { count: alerts.length })}>
      <Card className="overflow-hidden">
        <table className="w-full table-fixed text-[13px]">
          <caption className="sr-only">{t('over.caption')}</caption>
          <TableHead
            className="bg-sunken"
            columns={[
              { words: t('over.what'), className: 'py-2 pr-2 pl-4' },
              { words: t('over.began'), className: 'w-28 px-2 sm:w-44' },
              { words: t('over.lasted'), className: 'w-24 px-2 sm:w-32' },
              { words: t('over.who'), className: 'hidden w-36 py-2 pr-4 pl-2 md:table-cell' },
            ]}
          />
          <tbody className="divide-y">
            {alerts.map((alert) => (
              <tr key={alert.id} className="align-top">
                <td className="py-2 pr-2 pl-4 break-words">{title(alert)}</td>
                <td className="px-2 py-2 text-muted tabular-nums">{formatDateTime(alert.since, language)}</td>
                <td className="px-2 py-2 text-muted tabular-nums">{lasted(alert, language)}</td>
                <td className="hidden py-2 pr-4 pl-2 break-words text-muted md:table-cell">
                  {alert.acknowledged_by ?? t('over.nobody')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </Section>
  )
}

function lasted({ since, resolved_at: end }: Alert, language: string): string {
  return end === null ? '' : formatDuration(Math.round((Date.parse(end) - Date.parse(since)) / 1000) || 1, language)
}
