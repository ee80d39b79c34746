import { useTranslation } from 'react-i18next'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { formatBytes, formatNumber, formatPercent } from '@/lib/format'
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
  const head = 'px-3 py-2 text-right font-medium whitespace-nowrap'
  return (
    <Card role="group" aria-label={t('table.caption')} tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-sm tabular-nums">
        <caption className="sr-only">{t('table.caption')}</caption>
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {t('table.model')}
            </th>
            <th scope="col" className={head}>
              {t(table.kind === 'speech-recognition' ? 'table.wer' : 'table.accuracy')}
            </th>
            <th scope="col" className={head}>
              {t('table.p50')}
              <span className="block font-normal">{t('table.p95')}</span>
            </th>
            {batches.map((batch) => (
              <th key={batch} scope="col" className={head}>
                {t('table.batch', { count: batch })}
                <span className="block font-normal">{t('table.throughput')}</span>
              </th>
            ))}
            <th scope="col" className={head}>
              {t('table.size')}
            </th>
            <th scope="col" className={head}>
              {t('table.memory')}
            </th>
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {t('table.verdict')}
            </th>
          </tr>
        </thead>
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
