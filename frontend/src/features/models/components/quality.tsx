import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '@/lib/format'
import { isError, type Measure, readMeasures, titleOfSet } from '../measures'
import { TitledPart } from './titled-part'

/** Each measure as a figure and a bar from 0 to 100 %, with its interval where the bundle gives one. */
export function Quality({ metrics, level }: { metrics: Record<string, unknown>; level: 2 | 3 }) {
  const { t } = useTranslation('models')
  const measures = readMeasures(metrics)
  return (
    <TitledPart level={level} title={t('quality.title')}>
      {measures.length === 0 ? (
        <p className="text-sm text-muted">{t('quality.none')}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {measures.map((measure) => (
            <MeasureRow key={measure.key} measure={measure} />
          ))}
        </ul>
      )}
    </TitledPart>
  )
}

function MeasureRow({ measure }: { measure: Measure }) {
  const { t, i18n } = useTranslation('models')
  const { family, set, value, low, high, items } = measure
  const percent = (share: number) => formatPercent(share, i18n.language)
  const details = [
    t(`measure.${family}.term`),
    isError(family) ? t('quality.less') : null,
    items === null ? null : t('quality.items', { count: items, number: formatNumber(items, i18n.language) }),
    low === null || high === null ? null : t('quality.between', { low: percent(low), high: percent(high) }),
  ]
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span>
          {t(`measure.${family}.name`)}
          {set === null ? null : <span className="ml-2 text-muted">{titleOfSet(set)}</span>}
        </span>
        <span className="font-medium tabular-nums">{percent(value)}</span>
      </div>
      <Bar measure={measure} />
      <p className="mt-1 text-xs text-muted">{details.filter((part) => part !== null).join(' · ')}</p>
    </li>
  )
}

function Bar({ measure: { family, value, low, high } }: { measure: Measure }) {
  const at = (share: number) => `${Math.min(Math.max(share, 0), 1) * 100}%`
  return (
    <div aria-hidden className="relative mt-1 h-1.5 rounded-full bg-sunken">
      <div
        className={isError(family) ? 'h-full rounded-full bg-chart-orange' : 'h-full rounded-full bg-accent'}
        style={{ width: at(value) }}
      />
      {low === null || high === null ? null : (
        <div
          className="absolute inset-y-[-2px] border-x-2 border-foreground/70 before:absolute before:inset-x-0 before:top-1/2 before:h-px before:bg-foreground/70"
          style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})`, minWidth: 5 }}
        />
      )}
    </div>
  )
}
