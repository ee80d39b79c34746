import { Lock, LockOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { BackupRun } from '@/api/types'
import { formatBytes, formatDateTime, formatNumber } from '@/lib/format'

const counts = ['predictions', 'media', 'rows', 'versions', 'training', 'read', 'missing', 'damaged'] as const
const onlyIfAny = new Set<string>(['training', 'missing', 'damaged'])

/** The figures of a run, those that it has. */
export function RunFacts({ run: { figures, file, encrypted } }: { run: BackupRun }) {
  const { t, i18n } = useTranslation('operations')
  const rows: [string, ReactNode][] = []
  if (figures.made_at) rows.push([t('backups.fact.made'), formatDateTime(figures.made_at, i18n.language)])
  if (figures.size !== undefined)
    rows.push([
      t('backups.fact.size'),
      <Closed key="size" size={formatBytes(figures.size, i18n.language)} encrypted={encrypted} />,
    ])
  for (const name of counts) {
    const value = figures[name]
    if (value !== undefined && !(value === 0 && onlyIfAny.has(name)))
      rows.push([t(`backups.fact.${name}`), formatNumber(value, i18n.language)])
  }
  if (figures.files !== undefined) rows.unshift([t('backups.fact.media'), formatNumber(figures.files, i18n.language)])
  if (file) rows.push([t('backups.fact.file'), <FileName key="file" name={file} />])
  if (rows.length === 0) return null
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-[13px] tabular-nums [&_dt]:text-muted">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {figures.tables ? <Tables tables={figures.tables} /> : null}
    </dl>
  )
}

/** May break before its ending. */
function FileName({ name }: { name: string }) {
  const dot = name.indexOf('.')
  return (
    <span className="break-words">
      {name.slice(0, dot)}
      <wbr />
      {name.slice(dot)}
    </span>
  )
}

function Closed({ size, encrypted }: { size: string; encrypted: boolean }) {
  const { t } = useTranslation('operations')
  const Icon = encrypted ? Lock : LockOpen
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      {size} <Icon aria-hidden className="size-3.5 text-muted" />{' '}
      {t(encrypted ? 'backups.encrypted' : 'backups.readable')}
    </span>
  )
}

/** How many rows of each table came back. */
function Tables({ tables }: { tables: Record<string, number> }) {
  const { t, i18n } = useTranslation('operations')
  return (
    <div className="col-span-2">
      <dt className="sr-only">{t('backups.fact.tables')}</dt>
      <dd>
        <details>
          <summary className="w-fit cursor-pointer text-muted">{t('backups.more')}</summary>
          <table className="mt-1 w-full text-xs">
            <thead className="sr-only">
              <tr>
                <th scope="col">{t('backups.table')}</th>
                <th scope="col">{t('backups.count')}</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(tables).map(([name, rows]) => (
                <tr key={name} className="border-t">
                  <th scope="row" className="py-1 text-left font-normal break-all">
                    {name}
                  </th>
                  <td className="text-right">{formatNumber(rows, i18n.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </dd>
    </div>
  )
}

/** What is wrong, and what to do about each. */
export function Findings({ findings }: { findings: BackupRun['findings'] }) {
  const { t } = useTranslation('operations')
  if (findings.length === 0) return null
  return (
    <details open={findings.length <= 3}>
      <summary className="w-fit cursor-pointer text-[13px] text-muted">{t('backups.findings')}</summary>
      <ul className="mt-1 flex max-h-64 flex-col overflow-y-auto" tabIndex={findings.length > 3 ? 0 : undefined}>
        {findings.map(({ subject, detail, advice }, index) => (
          <li key={`${subject} ${index}`} className="border-t py-2 text-[13px]">
            <p className="font-medium break-all">{subject}</p>
            <p lang="en">{detail}</p>
            <p lang="en" className="text-muted">
              {advice}
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}
