import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Standing } from '@/api/types'
import { formatNumber, formatPercent } from '@/lib/format'
import { standingsQuery } from '@/api/standings'
import { TitledPart } from './titled-part'

/** Less likely than this is no chance any more, as intervals of 95 % have it. */
const CHANCE = 0.05

/** Which version people find better on the same files; nothing while nobody has compared any. */
export function Standings({ slug }: { slug: string }) {
  const { t } = useTranslation('models')
  const { data = [] } = useQuery(standingsQuery(slug))
  if (data.length === 0) return null
  return (
    <TitledPart level={2} title={t('votes.title')}>
      <p className="mb-3 text-[13px] text-muted">{t('votes.lead')}</p>
      <ul className="flex flex-col gap-4">
        {data.map((one) => (
          <li key={`${one.version} ${one.other_model} ${one.other_version}`}>
            <OneStanding standing={one} slug={slug} />
          </li>
        ))}
      </ul>
    </TitledPart>
  )
}

function OneStanding({ standing, slug }: { standing: Standing; slug: string }) {
  const { t, i18n } = useTranslation('models')
  const { version, other_model, other_version, won, lost, share, low, high, chance } = standing
  const percent = (value: number) => formatPercent(value, i18n.language, 0)
  const number = (value: number) => formatNumber(value, i18n.language)
  const other = other_model === slug ? t('version', { number: other_version }) : `${other_model} v${other_version}`
  const verdict = chance >= CHANCE ? 'open' : share > 0.5 ? 'better' : 'worse'
  return (
    <>
      <p className="mb-1.5 flex flex-wrap justify-between gap-x-3 text-sm">
        <span>{t('votes.pair', { version: t('version', { number: version }), other })}</span>
        <span className="text-muted tabular-nums">
          {t('votes.of', { won: number(won), count: won + lost, number: number(won + lost) })}
        </span>
      </p>
      {/* The share, and over it the interval that it lies in. */}
      <div aria-hidden className="relative h-2 rounded-full bg-sunken">
        <span className="absolute inset-y-0 left-0 rounded-full bg-accent" style={{ width: `${100 * share}%` }} />
        <span
          className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-foreground"
          style={{ left: `${100 * low}%`, width: `${100 * (high - low)}%` }}
        />
      </div>
      <p className="mt-1 text-[13px] text-muted">
        {t('votes.share', { share: percent(share), low: percent(low), high: percent(high) })}{' '}
        <span className={verdict === 'open' ? undefined : 'text-foreground'}>{t(`votes.${verdict}`)}</span>
      </p>
    </>
  )
}
