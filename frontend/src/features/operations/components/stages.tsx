import { useTranslation } from 'react-i18next'
import type { OperationsOverview } from '@/api/types'
import { Card, CardTitle } from '@/components/ui/card'
import { TableHead } from '@/components/ui/table-head'
import { formatDuration } from '@/lib/format'
import { cn } from '@/lib/class-names'
import type { Range } from '../search'

const colours = { queue: 'orange', preprocess: 'purple', predict: 'blue', postprocess: 'green', total: 'ink' } as const

/** p50, p95 and p99 of each stage. */
export function Stages({ stages, range }: { stages: OperationsOverview['stages']; range: Range }) {
  const { t, i18n } = useTranslation('operations')
  const longest = Math.max(...stages.map((stage) => stage.p95 ?? 0))
  const words = (seconds: number | null) => (seconds === null ? '–' : formatDuration(seconds, i18n.language))
  return (
    <Card className="min-w-0 p-4">
      <CardTitle className="flex flex-wrap items-baseline gap-x-2">
        {t('stage.title')} <span className="text-xs font-normal tracking-normal text-muted">{t('stage.unit')}</span>
      </CardTitle>
      {longest === 0 ? (
        <p className="py-8 text-center text-sm text-muted">{t('chart.noneAnswered', { last: t(`last.${range}`) })}</p>
      ) : (
        <table className="mt-2 w-full text-[13px] tabular-nums">
          <TableHead
            className="text-right"
            columns={[
              { words: t('stage.name'), className: 'py-1.5 text-left' },
              { words: null, className: 'w-2/5' },
              { words: t('chart.p50') },
              { words: t('chart.p95') },
              { words: t('chart.p99') },
            ]}
          />
          <tbody>
            {stages.map(({ stage, p50, p95, p99 }) => (
              <tr key={stage} className={cn('border-t text-right', stage === 'total' && 'font-medium')}>
                <th scope="row" className={cn('py-2 text-left', stage !== 'total' && 'font-normal')}>
                  {t(`stage.${stage}`)}
                </th>
                <td aria-hidden className="px-3">
                  <Bar p50={p50 ?? 0} p95={p95 ?? 0} longest={longest} colour={colours[stage]} />
                </td>
                <td className="whitespace-nowrap">{words(p50)}</td>
                <td className="whitespace-nowrap">{words(p95)}</td>
                <td className="whitespace-nowrap">{words(p99)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

/** Up to the half in full colour, up to 95 % paler. */
function Bar({ p50, p95, longest, colour }: { p50: number; p95: number; longest: number; colour: string }) {
  const width = (seconds: number) => `${(seconds / longest) * 100}%`
  return (
    <div className="relative h-2 overflow-hidden rounded-full bg-sunken">
      <div
        className="absolute inset-y-0 left-0 rounded-full opacity-35"
        style={{ width: width(p95), background: `var(--chart-${colour})` }}
      />
      <div
        className="absolute inset-y-0 left-0 rounded-full"
        style={{ width: width(p50), background: `var(--chart-${colour})` }}
      />
    </div>
  )
}
