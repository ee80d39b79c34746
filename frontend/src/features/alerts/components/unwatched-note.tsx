import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { formatDateTime } from '@/lib/format'

/** Says that nobody looks for alerts, so that none is no good news. */
export function UnwatchedNote({ lookedAt }: { lookedAt: string | null }) {
  const { t, i18n } = useTranslation('alerts')
  const title = lookedAt
    ? t('unwatched.title', { time: formatDateTime(lookedAt, i18n.language) })
    : t('neverLooked.title')
  return (
    <Notice tone="warn" title={title}>
      {t(lookedAt ? 'unwatched.text' : 'neverLooked.text')}
    </Notice>
  )
}
