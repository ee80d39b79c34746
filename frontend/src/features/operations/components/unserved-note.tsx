import { useTranslation } from 'react-i18next'
import type { OperationsOverview } from '@/api/types'
import { Notice } from '@/components/ui/notice'
import { formatNumber } from '@/lib/format'
import { unservedOf } from '../unserved'

/** Says what nobody answers, above all figures. */
export function UnservedNote({ overview }: { overview: OperationsOverview }) {
  const { t, i18n } = useTranslation('operations')
  const { language } = i18n
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })
  const isToday = (at: Date) => at.toDateString() === new Date(overview.to).toDateString()
  return unservedOf(overview).map(({ kind, waiting, since }) => {
    const at = since === null ? null : new Date(since)
    const words = { kind: t(`workers.kinds.${kind}`), time: at ? (isToday(at) ? clock : day).format(at) : '' }
    return (
      <Notice key={kind} tone="error" className="mb-4" title={t(at ? 'unserved.since' : 'unserved.none', words)}>
        {t('unserved.waiting', { count: waiting, formatted: formatNumber(waiting, language) })} {t('unserved.goesOn')}
      </Notice>
    )
  })
}
