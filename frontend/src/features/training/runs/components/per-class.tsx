import { useTranslation } from 'react-i18next'
import { ShareBars } from '@/components/share-bars'

const MOST_NAMED = 12

/** How often each class is answered right, the weakest first: that is where more data helps. */
export function PerClass({ shares, untested }: { shares: Record<string, number>; untested: string[] }) {
  const { t } = useTranslation('runs')
  const sorted = Object.entries(shares)
    .map(([label, share]) => ({ label, share }))
    .sort((a, b) => a.share - b.share)
  return (
    <div>
      <h3 className="mb-2 text-[13px] font-medium text-muted">{t('evaluation.perClass')}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <ul tabIndex={0} className="flex max-h-80 flex-col gap-1.5 overflow-auto rounded-sm pr-1 text-sm">
        <ShareBars shares={sorted} />
      </ul>
      {untested.length > 0 ? (
        <p className="mt-3 text-[13px] text-muted">
          {t('evaluation.untested', { count: untested.length, labels: named(untested) })}
        </p>
      ) : null}
    </div>
  )
}

function named(labels: string[]): string {
  return labels.slice(0, MOST_NAMED).join(', ') + (labels.length > MOST_NAMED ? ', …' : '')
}
