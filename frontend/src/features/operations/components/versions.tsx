import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card, CardTitle } from '@/components/ui/card'
import { TableHead } from '@/components/ui/table-head'
import { formatNumber, formatPercent } from '@/lib/format'
import { modelWords, referenceOf, type VersionFigures } from '../models'
import { kept } from '../search'

/** What each version did in the range; each leads to its own figures. */
export function Versions({ versions }: { versions: VersionFigures[] }) {
  const { t, i18n } = useTranslation('operations')
  const share = (part: number, whole: number) => (whole ? formatPercent(part / whole, i18n.language) : '–')
  if (versions.length === 0) return null
  return (
    <Card className="min-w-0 p-4">
      <CardTitle className="flex flex-wrap items-baseline gap-x-2">
        {t('versions.title')}{' '}
        <span className="text-xs font-normal tracking-normal text-muted">{t('versions.unit')}</span>
      </CardTitle>
      <div className="-mx-4 mt-2 overflow-x-auto px-4">
        <table className="w-full text-[13px] tabular-nums">
          <TableHead
            className="text-right"
            columns={[
              { words: t('versions.name'), className: 'py-1.5 text-left' },
              { words: t('versions.answers') },
              { words: t('versions.failed') },
              { words: t('versions.inDoubt') },
              { words: t('versions.outside') },
              { words: t('versions.cached'), className: 'max-sm:hidden' },
            ]}
          />
          <tbody>
            {versions.map((one) => (
              <tr key={referenceOf(one)} className="border-t text-right [&_td]:pl-3 [&_td]:whitespace-nowrap">
                <th scope="row" className="py-2 text-left font-normal break-words">
                  <Link
                    from="/operations"
                    to="."
                    search={(old) => ({ ...kept(old), model: referenceOf(one) })}
                    resetScroll={false}
                    className="underline-offset-4 hover:underline"
                  >
                    {modelWords(referenceOf(one))}
                  </Link>
                </th>
                <td>{formatNumber(one.succeeded, i18n.language)}</td>
                <td>{share(one.failed, one.succeeded + one.failed)}</td>
                <td>{share(one.in_doubt, one.labelled)}</td>
                <td>{share(one.outside, one.labelled)}</td>
                <td className="max-sm:hidden">{share(one.cached, one.succeeded)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
