import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { auditQuery, exportAddress } from '../api'
import { AuditFilterBar } from './audit-filter-bar'
import { AuditRow } from './audit-row'
import { VerifySection } from './verify-section'

const route = getRouteApi('/signed-in/operations/audit')

/** Who did what, and whether that is still what was written. */
export function AuditPage() {
  const { t } = useTranslation(['audit', 'app'])
  const filters = route.useSearch()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(auditQuery(filters))
  const rows = data?.pages.flatMap((page) => page.results)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={(['csv', 'jsonl'] as const).map((format) => (
          <Button key={format} asChild>
            <a href={exportAddress(filters, format)} download>
              {t(`export.${format}`)}
            </a>
          </Button>
        ))}
      />
      <div className="flex flex-col gap-4">
        <VerifySection />
        <AuditFilterBar filters={filters} />
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
        {rows === undefined && !error ? <Skeleton className="h-96 rounded-lg" /> : null}
        {rows?.length === 0 ? (
          <p className="rounded-lg border border-dashed px-6 py-10 text-center text-sm text-muted">{t('none')}</p>
        ) : null}
        {rows?.length ? (
          <Card>
            <ul aria-label={t('list')} className="divide-y">
              {rows.map((entry) => (
                <AuditRow key={entry.id} entry={entry} />
              ))}
            </ul>
          </Card>
        ) : null}
        {hasNextPage ? (
          <Button className="self-center" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('app:action.loadMore')}
          </Button>
        ) : null}
      </div>
    </>
  )
}
