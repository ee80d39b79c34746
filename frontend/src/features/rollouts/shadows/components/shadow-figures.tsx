import { useTranslation } from 'react-i18next'
import type { Shadow } from '@/api/types'
import { formatNumber, formatPercent } from '@/lib/format'
import { Verdict } from './verdict'

/** How much was mirrored, how often both agree, and whose answers people find better. */
export function ShadowFigures({ shadow }: { shadow: Shadow }) {
  const { t, i18n } = useTranslation('rollouts')
  const { figures } = shadow
  const { agreement, votes } = figures
  const number = (count: number) => formatNumber(count, i18n.language)
  const percent = (share: number) => formatPercent(share, i18n.language)
  const voted = votes.candidate + votes.production + votes.both + votes.neither
  if (figures.seen === 0) return <p className="text-sm text-muted">{t('shadow.waits')}</p>
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p className="tabular-nums">
        {t('shadow.mirrored', { mirrored: number(figures.mirrored), seen: number(figures.seen) })}
        {figures.mirrored < figures.seen ? <span className="text-muted"> · {t('shadow.dropped')}</span> : null}
      </p>
      {agreement ? (
        <p className="tabular-nums">
          {t('shadow.agreement', {
            share: percent(agreement.share),
            low: percent(agreement.low),
            high: percent(agreement.high),
          })}
        </p>
      ) : null}
      {figures.failed ? <p className="text-error">{t('shadow.failed', { count: figures.failed })}</p> : null}
      {figures.different ? (
        <>
          <p className="tabular-nums">
            {t('shadow.voted', { voted: number(voted), different: number(figures.different) })}
          </p>
          <Verdict shadow={shadow} />
        </>
      ) : null}
    </div>
  )
}
