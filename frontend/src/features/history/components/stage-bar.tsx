import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { cn } from '@/lib/class-names'
import { formatShort, formatShare } from '../stage-format'
import { type StageName, stagesOf } from '../stages'

/** As in Operations. */
const colours: Record<StageName, string> = {
  queue: 'bg-chart-orange',
  preprocess: 'bg-chart-purple',
  predict: 'bg-chart-blue',
  postprocess: 'bg-chart-green',
  rest: 'bg-border-strong',
}

/** Where the time went: one bar in proportion, and the figures that it is drawn from. */
export function StageBar({ cached, metrics }: Pick<Prediction, 'cached' | 'metrics'>) {
  const { t, i18n } = useTranslation('history')
  const found = stagesOf(metrics)
  if (!found) return <p className="text-sm text-muted">{t(cached ? 'stage.known' : 'stage.none')}</p>
  const { stages, total } = found
  return (
    <>
      <div aria-hidden className="flex h-4 gap-px overflow-hidden rounded-md bg-sunken">
        {stages.map(({ name, share }) => (
          // In proportion down to the width that an eye can still see.
          <div key={name} className={cn('min-w-[2px]', colours[name])} style={{ width: `${share * 100}%` }} />
        ))}
      </div>
      <table className="mt-3 w-full text-sm">
        <caption className="sr-only">{t('stage.title')}</caption>
        <tbody className="tabular-nums">
          {stages.map(({ name, seconds, share }) => (
            <tr key={name}>
              <th scope="row" className="py-1 text-left font-normal">
                <span aria-hidden className={cn('mr-2 inline-block size-2.5 rounded-[3px]', colours[name])} />
                {t(`stage.${name}`)}
              </th>
              <td className="py-1 text-right">{formatShort(seconds, i18n.language)}</td>
              <td className="w-16 py-1 text-right text-muted">{formatShare(share, i18n.language)}</td>
            </tr>
          ))}
          <tr className="border-t font-medium">
            <th scope="row" className="pt-2 text-left font-medium">
              {t('stage.total')}
            </th>
            <td className="pt-2 text-right">{formatShort(total, i18n.language)}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </>
  )
}
