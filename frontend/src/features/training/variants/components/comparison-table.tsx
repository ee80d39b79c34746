import { useTranslation } from 'react-i18next'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { TableHead } from '@/components/ui/table-head'
import { formatBytes, formatNumber, formatPercent } from '@/lib/format'
import { kindOf } from '@/lib/kinds'
import { goodness, milliseconds } from '../comparison'
import { referenceOf, type VersionName, type Compared, type Table, type Variant } from '../types'
import { RegisterVariant } from './register-variant'

export interface ComparisonTableProps {
  table: Table
  variants: Variant[]
  version: VersionName
}

/** The model and its variants: how good, how fast, how large, and whether each is worth having. */
export function ComparisonTable({ table, variants, version }: ComparisonTableProps) {
  const { t } = useTranslation('variants')
  const batches = table.rows[0]?.speeds.map(({ batch }) => batch) ?? []
  const head = 'px-3 py-2 text-right whitespace-nowrap'
  return (
    <Card role="group" aria-label={t('table.caption')} tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-sm tabular-nums">
        <caption className="sr-only">{t('table.caption')}</caption>
        <TableHead
          columns={[
            { words: t('table.model'), className: 'px-4 py-2' },
            { words: t(kindOf(table.kind).metric === 'wer' ? 'table.wer' : 'table.accuracy'), className: head },
            { words: twoLines(t('table.p50'), t('table.p95')), className: head },
            ...batches.map((count) => ({
              words: twoLines(t('table.batch', { count }), t('table.throughput')),
              className: head,
            })),
            { words: t('table.size'), className: head },
            { words: t('table.memory'), className: head },
            { words: t('table.verdict'), className: 'px-4 py-2' },
          ]}
        />
        <tbody>
          {table.rows.map((row) => (
            <Row
              key={row.digest}
              row={row}
              batches={batches}
              table={table}
              version={version}
              variant={variants.find(({ name }) => row.verdict !== null && name === row.name)}
            />
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function twoLines(first: string, second: string) {
  return (
    <>
      {first}
      <span className="block font-normal">{second}</span>
    </>
  )
}

interface RowProps {
  row: Compared
  batches: number[]
  table: Table
  version: VersionName
  variant: Variant | undefined
}

function Row({ row, batches, table, version, variant }: RowProps) {
  const { t, i18n } = useTranslation('variants')
  const percent = (share: number) => formatPercent(share, i18n.language)
  const { value, low, high } = goodness(row, table.kind)
  const [one] = row.speeds
  const cell = 'px-3 py-2.5 text-right whitespace-nowrap'
  return (
    <tr className="border-t align-top">
      <th scope="row" className="px-4 py-2.5 text-left font-medium whitespace-nowrap">
        {row.verdict ? row.name : referenceOf(version).replace('/versions/', ' v')}
        <span className="block max-w-36 text-xs font-normal whitespace-normal text-muted">
          {row.verdict ? (row.pareto ? t('table.best') : null) : t('table.parent')}
        </span>
      </th>
      <td className={cell}>
        {percent(value)}
        <span className="block text-xs text-muted">
          {t('table.wrongOf', { low: percent(low), high: percent(high) })}
        </span>
      </td>
      <td className={cell}>
        {one ? t('table.ms', { value: milliseconds(one.p50, i18n.language) }) : t('table.notHere')}
        {one ? (
          <span className="block text-xs text-muted">
            {t('table.ms', { value: milliseconds(one.p95, i18n.language) })}
          </span>
        ) : null}
      </td>
      {batches.map((batch) => {
        const speed = row.speeds.find((found) => found.batch === batch)
        return (
          <td key={batch} className={cell}>
            {speed ? formatNumber(speed.per_second, i18n.language) : '–'}
          </td>
        )
      })}
      <td className={cell}>{formatBytes(row.size, i18n.language)}</td>
      <td className={cell}>{row.memory === null ? '–' : formatBytes(row.memory, i18n.language)}</td>
      <td className="min-w-56 px-4 py-2.5">
        {row.verdict ? (
          <>
            <Badge tone={row.verdict.accepted ? 'success' : 'warn'}>
              {t(row.verdict.accepted ? 'table.accepted' : 'table.refused')}
            </Badge>
            <p className="mt-1 text-[13px] text-pretty text-muted">{row.verdict.reason}</p>
            {variant?.accepted ? (
              <RegisterVariant variant={variant} slug={version.slug} reference={referenceOf(version)} />
            ) : null}
          </>
        ) : null}
      </td>
    </tr>
  )
}
