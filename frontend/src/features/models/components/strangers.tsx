import { useTranslation } from 'react-i18next'
import { TableHead } from '@/components/ui/table-head'
import { useStrangerWords } from '@/components/use-stranger-words'
import { formatPercent } from '@/lib/format'
import { type Interval, readStrangers } from '@/lib/strangers'
import { TitledPart } from './titled-part'

/** How well it tells files of nothing that it learned; nothing where that was not measured. */
export function Strangers({ metrics }: { metrics: Record<string, unknown> }) {
  const { t } = useTranslation('models')
  const nameOf = useStrangerWords()
  const strangers = readStrangers(metrics)
  if (strangers.length === 0) return null
  return (
    <TitledPart level={2} title={t('strangers.title')}>
      <p className="mb-2 text-sm text-muted">{t('strangers.lead')}</p>
      <table className="w-full text-sm tabular-nums">
        <TableHead
          columns={[
            { words: t('strangers.what'), className: 'py-1.5' },
            { words: t('strangers.area'), className: 'py-1.5 pl-3 text-right' },
            { words: t('strangers.letThrough'), className: 'py-1.5 pl-3 text-right' },
          ]}
        />
        <tbody>
          {strangers.map(({ name, area, areaInterval, letThrough, letThroughInterval }) => (
            <tr key={name} className="border-t align-top">
              <th scope="row" className="py-1.5 text-left font-normal">
                {nameOf(name)}
              </th>
              <Share value={area} interval={areaInterval} />
              <Share value={letThrough} interval={letThroughInterval} />
            </tr>
          ))}
        </tbody>
      </table>
    </TitledPart>
  )
}

function Share({ value, interval }: { value: number; interval: Interval | null }) {
  const { t, i18n } = useTranslation('models')
  const percent = (share: number) => formatPercent(share, i18n.language)
  const [low, high] = (interval ?? []).map(percent)
  return (
    <td className="py-1.5 pl-3 text-right">
      {percent(value)}
      {low === high ? null : (
        <span className="block text-xs whitespace-nowrap text-muted">{t('strangers.between', { low, high })}</span>
      )}
    </td>
  )
}
