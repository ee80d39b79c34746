import { useTranslation } from 'react-i18next'
import type { DriftFigure, DriftPart } from '@/api/types'
import { cn } from '@/lib/class-names'
import { formatCompact, formatPercent } from '@/lib/format'

/** So many stand there at once; the others have changed less. */
const FEW = 3

const KNOWN = ['label', 'confidence', 'familiar', 'brightness', 'contrast', 'sharpness', 'width', 'height'] as const
const isKnown = (name: string): name is (typeof KNOWN)[number] => KNOWN.some((known) => known === name)

/** Figures of the last answers, drawn beside the same of validation items. */
export function Changed({ figures }: { figures: readonly DriftFigure[] }) {
  const { t } = useTranslation('drift')
  const [first, others] = [figures.slice(0, FEW), figures.slice(FEW)]
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">{t('figures.title')}</h3>
      <p className="mb-3 flex flex-wrap gap-x-4 text-[13px] text-muted">
        <Sign className="bg-border-strong">{t('figures.usual')}</Sign>
        <Sign className="bg-chart-blue">{t('figures.now')}</Sign>
      </p>
      <Figures figures={first} />
      {others.length > 0 ? (
        <details className="mt-4">
          <summary className="cursor-pointer text-sm text-muted">
            {t('figures.others', { count: others.length })}
          </summary>
          <Figures figures={others} className="mt-3" />
        </details>
      ) : null}
    </div>
  )
}

function Sign({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={cn('size-2.5 rounded-[2px]', className)} /> {children}
    </span>
  )
}

function Figures({ figures, className }: { figures: readonly DriftFigure[]; className?: string }) {
  return (
    <div className={cn('grid gap-x-8 gap-y-6 md:grid-cols-2 xl:grid-cols-3', className)}>
      {figures.map((figure) => (
        <Figure key={figure.name} figure={figure} />
      ))}
    </div>
  )
}

function Figure({ figure: { name, evidence, raises_alarm: raises, parts } }: { figure: DriftFigure }) {
  const { t, i18n } = useTranslation('drift')
  const title = isKnown(name) ? t(`figure.${name}`) : name
  const most = Math.max(...parts.map(({ usual, now }) => Math.max(usual, now)), 0.01)
  return (
    <table className="w-full text-[13px]">
      <caption className="mb-1 text-left">
        <span className="font-medium">{title}</span>{' '}
        <span className="text-muted">
          {raises ? t('figures.evidence', { evidence: formatCompact(evidence, i18n.language) }) : t('figures.shown')}
        </span>
      </caption>
      <thead className="sr-only">
        <tr>
          <td />
          <th scope="col">{t('figures.usual')}</th>
          <th scope="col">{t('figures.now')}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part, place) => (
          <tr key={place}>
            <th scope="row" className="w-28 max-w-28 truncate py-0.5 pr-2 text-left font-normal text-muted">
              <Values part={part} />
            </th>
            <Bar share={part.usual} most={most} className="bg-border-strong" />
            <Bar share={part.now} most={most} className="bg-chart-blue" />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Values({ part: { label, from, to } }: { part: DriftPart }) {
  const { t, i18n } = useTranslation('drift')
  if (label !== null) return <span title={label}>{label}</span>
  const [least, most] = [from, to].map((value) =>
    value === null ? '' : value.toLocaleString(i18n.language, { maximumSignificantDigits: 3 }),
  )
  if (from === null) return t('figures.below', { most })
  if (to === null) return t('figures.above', { least })
  return `${least} – ${most}`
}

function Bar({ share, most, className }: { share: number; most: number; className: string }) {
  const { i18n } = useTranslation()
  const percent = formatPercent(share, i18n.language, 0)
  return (
    <td className="w-[34%] py-0.5 pr-2" title={percent}>
      <span className="sr-only">{percent}</span>
      <span aria-hidden className="block h-2.5 rounded-[2px] bg-sunken">
        <span className={cn('block h-full rounded-[2px]', className)} style={{ width: `${(100 * share) / most}%` }} />
      </span>
    </td>
  )
}
