import { useTranslation } from 'react-i18next'
import type { Drift, DriftShare } from '@/api/types'
import { formatNumber, formatPercent } from '@/lib/format'

/** How many answers are right: as estimated, as people said, and as it was measured before. */
export function Right({ seen }: { seen: Drift }) {
  const { t, i18n } = useTranslation('drift')
  const rows = [
    { name: t('right.estimated'), share: seen.estimate },
    { name: t('right.judged'), share: seen.judged },
  ]
  return (
    <div>
      <h3 className="mb-2 text-sm font-medium">{t('right.title')}</h3>
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-3">
        {rows.map(({ name, share }) => (
          <div key={name}>
            <dt className="text-[13px] text-muted">{name}</dt>
            <dd>{share ? <Share share={share} /> : <span className="text-muted">{t('right.nobody')}</span>}</dd>
          </div>
        ))}
        {seen.validation_accuracy === null ? null : (
          <div>
            <dt className="text-[13px] text-muted">{t('right.validation')}</dt>
            <dd>
              <span className="text-lg font-semibold tabular-nums">
                {formatPercent(seen.validation_accuracy, i18n.language)}
              </span>
              <span className="block text-[13px] text-muted">
                {t('right.of', {
                  count: seen.validation_items,
                  items: formatNumber(seen.validation_items, i18n.language),
                })}
              </span>
            </dd>
          </div>
        )}
      </dl>
      <p className="mt-2 text-[13px] text-muted">{t('right.note')}</p>
    </div>
  )
}

function Share({ share: { share, low, high, answers } }: { share: DriftShare }) {
  const { t, i18n } = useTranslation('drift')
  const percent = (value: number) => formatPercent(value, i18n.language)
  return (
    <>
      <span className="text-lg font-semibold tabular-nums">{percent(share)}</span>
      <span className="block text-[13px] text-muted">
        {t('right.band', { low: percent(low), high: percent(high) })}{' '}
        {t('right.of', { count: answers, items: formatNumber(answers, i18n.language) })}
      </span>
    </>
  )
}
