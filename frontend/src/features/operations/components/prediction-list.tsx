import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { TableHead } from '@/components/ui/table-head'
import { predictionsQuery } from '../api'
import type { Filters, Range } from '../search'
import { FilterBar } from './filter-bar'
import { PredictionRow } from './prediction-row'
import { RerunBar } from './rerun-bar'

/** What everybody asked, newest first, narrowed to what was clicked above. */
export function PredictionList({ range, filters }: { range: Range; filters: Filters }) {
  const { t } = useTranslation(['operations', 'app'])
  const { data, dataUpdatedAt, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    predictionsQuery(range, filters),
  )
  const rows = data?.pages.flatMap((page) => page.results)
  return (
    <section id="predictions" aria-labelledby="predictions-title" className="flex scroll-mt-20 flex-col gap-3 pt-2">
      <CardTitle id="predictions-title">{t('list.title')}</CardTitle>
      <FilterBar range={range} filters={filters} />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {rows ? <RerunBar rows={rows} filters={filters} range={range} /> : null}
      {rows?.length === 0 ? <Nothing range={range} filters={filters} /> : null}
      {rows === undefined && !error ? <Skeleton className="h-80 rounded-lg" /> : null}
      {rows?.length ? (
        <Card className="overflow-hidden">
          <table className="w-full table-fixed text-[13px]">
            <caption className="sr-only">{t('list.caption')}</caption>
            <TableHead
              className="bg-sunken"
              columns={[
                { words: t('list.file'), className: 'py-2 pr-2 pl-4' },
                { words: t('list.owner'), className: 'hidden w-28 px-2 md:table-cell' },
                { words: t('list.model'), className: 'hidden w-40 px-2 lg:table-cell' },
                { words: t('list.answer'), className: 'hidden w-1/4 px-2 md:table-cell' },
                { words: t('list.status'), className: 'w-[5.75rem] px-1.5 sm:w-24 sm:px-2' },
                { words: t('list.took'), className: 'hidden w-20 px-2 text-right sm:table-cell' },
                { words: t('list.came'), className: 'w-[4.75rem] py-2 pr-4 pl-2 text-right sm:w-24' },
              ]}
            />
            <tbody>
              {rows.map((row) => (
                <PredictionRow key={row.prediction.id} row={row} now={dataUpdatedAt} />
              ))}
            </tbody>
          </table>
        </Card>
      ) : null}
      {hasNextPage ? (
        <Button className="self-center" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('app:action.loadMore')}
        </Button>
      ) : null}
    </section>
  )
}

function Nothing({ range, filters }: { range: Range; filters: Filters }) {
  const { t } = useTranslation('operations')
  const last = t(`last.${range}`)
  // What waits now is shown however long ago it came, and a span on a chart is its own range.
  const timeless = filters.from !== undefined || filters.status === 'queued' || filters.status === 'processing'
  const filtered = Object.keys(filters).length > 0
  return (
    <p className="rounded-lg border border-dashed px-6 py-10 text-center text-sm text-muted">
      {timeless ? t('list.noneMatchingNow') : filtered ? t('list.noneMatching', { last }) : t('list.none', { last })}
    </p>
  )
}
