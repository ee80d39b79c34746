import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { OperationsOverview } from '@/api/types'
import { Card, CardTitle } from '@/components/ui/card'
import { formatNumber } from '@/lib/format'
import { useFailureName } from '@/lib/use-problem-words'
import { kept, type Range } from '../search'

/** How many failed, by reason; each leads to them. */
export function Failures({ failures, range }: { failures: OperationsOverview['failures']; range: Range }) {
  const { t, i18n } = useTranslation('operations')
  const reason = useFailureName()
  const most = Math.max(...failures.map((failure) => failure.count))
  return (
    <Card className="min-w-0 p-4">
      <CardTitle className="flex items-baseline gap-2">
        {t('failures.title')}{' '}
        <span className="text-xs font-normal tracking-normal text-muted">{t('failures.unit')}</span>
      </CardTitle>
      {failures.length === 0 ? (
        <p className="py-8 text-center text-sm text-muted">{t('failures.none', { last: t(`last.${range}`) })}</p>
      ) : (
        <ul className="mt-2 flex flex-col">
          {failures.map(({ code, count }) => (
            <li key={code}>
              <Link
                from="/operations"
                to="."
                search={(old) => ({ ...kept(old), status: 'failed', code })}
                hash="predictions"
                resetScroll={false}
                aria-label={t('failures.show', { count, reason: reason(code) })}
                className="group -mx-2 grid grid-cols-[minmax(0,12rem)_1fr_auto] items-center gap-3 rounded-md px-2 py-2 text-[13px] transition-colors hover:bg-sunken"
              >
                <span className="truncate group-hover:underline">{reason(code)}</span>
                <span
                  className="h-2 rounded-full bg-chart-vermilion"
                  style={{ width: `${Math.max(2, (count / most) * 100)}%` }}
                />
                <span className="font-medium tabular-nums">{formatNumber(count, i18n.language)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
