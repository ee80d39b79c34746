import { useTranslation } from 'react-i18next'
import { ShareBars } from '@/components/share-bars'
import { formatNumber } from '@/lib/format'
import { readConfusions, readPerClass } from '../measures'
import { TitledPart } from './titled-part'

/** Among more labels than this a reader would not find anything. */
const MOST_LABELS = 40
const MOST_MISTAKES = 6

/** Which labels it can be trusted with, and what it takes for what. */
export function ByLabel({ metrics }: { metrics: Record<string, unknown> }) {
  const { t, i18n } = useTranslation('models')
  const shares = readPerClass(metrics)
  const mistakes = readConfusions(metrics).slice(0, MOST_MISTAKES)
  if (!shares || shares.length > MOST_LABELS) return null
  return (
    <TitledPart level={2} title={t('byLabel.title')}>
      <ul className="grid gap-x-8 gap-y-2 text-sm sm:grid-cols-2">
        <ShareBars shares={shares} />
      </ul>
      {mistakes.length > 0 ? (
        <>
          <h3 className="mt-4 mb-1.5 text-[13px] font-medium text-muted">{t('byLabel.mistakes')}</h3>
          <ul className="grid gap-x-8 gap-y-1 text-sm sm:grid-cols-2">
            {mistakes.map(({ right, answered, count }) => (
              <li key={`${right} ${answered}`} className="flex justify-between gap-2">
                {t('byLabel.mistake', { right, answered })}
                <span className="text-muted tabular-nums">
                  {t('byLabel.times', { count, number: formatNumber(count, i18n.language) })}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </TitledPart>
  )
}
