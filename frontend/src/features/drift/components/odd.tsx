import { useTranslation } from 'react-i18next'
import type { OddAnswer } from '@/api/types'
import { formatDateTime, formatPercent } from '@/lib/format'

/** The answers that speak for it the most that something has changed. */
export function Odd({ answers }: { answers: readonly OddAnswer[] }) {
  const { t, i18n } = useTranslation('drift')
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">{t('odd.title')}</h3>
      <ul className="divide-y divide-border text-sm">
        {answers.map(({ id, owner, name, created_at: at, label, confidence }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
            <span className="min-w-0 truncate" title={name}>
              {name}
            </span>
            <span className="text-[13px] text-muted">
              {t('odd.answer', {
                label,
                percent: formatPercent(confidence, i18n.language, 0),
                owner,
                at: formatDateTime(at, i18n.language),
              })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
