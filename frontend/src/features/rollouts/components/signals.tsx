import { useTranslation } from 'react-i18next'
import type { Rollout } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { formatPercent } from '@/lib/format'

/** What each signal has seen, and whether that holds the rollout. */
export function Signals({ signals }: { signals: Rollout['figures']['signals'] }) {
  const { t, i18n } = useTranslation('rollouts')
  const percent = (share: number) => formatPercent(share, i18n.language)
  return (
    <ul className="flex flex-col gap-3" aria-label={t('signals.title')}>
      {signals.map(({ signal, mode, crossed, candidate, production }) => (
        <li key={signal} className="flex flex-wrap items-center gap-2 text-sm">
          <span>{t(`signals.${signal}`)}</span>
          <Badge tone={crossed ? 'warn' : 'neutral'}>{t(crossed ? 'guards.crossed' : `signals.${mode}`)}</Badge>
          <span className="ml-auto text-[13px] text-muted tabular-nums">
            {candidate === null || production === null
              ? t('guards.noData')
              : t(signal === 'ratio' ? 'signals.share' : 'signals.means', {
                  ours: percent(candidate),
                  theirs: percent(production),
                })}
          </span>
        </li>
      ))}
    </ul>
  )
}
