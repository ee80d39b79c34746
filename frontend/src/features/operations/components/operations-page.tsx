import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Database } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { lazyPart } from '@/components/lazy-part'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/class-names'
import { overviewQuery } from '../api'
import { defaultRange, filtersOf, ranges, secondsUntilNext, withRange } from '../search'
import { BackupsPanel } from './backups-panel'
import { Failures } from './failures'
import { Figures } from './figures'
import { ModelFilter } from './model-filter'
import { PredictionList } from './prediction-list'
import { Stages } from './stages'
import { Versions } from './versions'
import { Workers } from './workers'

// The charting library is as large as the rest of this page.
const Charts = lazyPart(
  () => import('./charts'),
  (m) => m.Charts,
  <ChartsToCome />,
)
const route = getRouteApi('/signed-in/operations')

export function OperationsPage() {
  const { t, i18n } = useTranslation(['operations', 'app'])
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/operations' })
  const range = search.range ?? defaultRange
  const { data, error, isPlaceholderData, refetch } = useQuery(overviewQuery(range, search.model))
  const time =
    data && new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(data.to))
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={time ? (error ? t('stale', { time }) : t('updated', { time, count: secondsUntilNext(range) })) : '\u00a0'}
        actions={
          <>
            <ModelFilter versions={data?.versions ?? []} chosen={search.model} />
            <Segmented
              label={t('range.label')}
              value={range}
              onValueChange={(next) => void navigate({ search: (old) => withRange(old, next), resetScroll: false })}
              options={ranges.map((value) => ({ value, label: t(`range.${value}`), name: t(`last.${value}`) }))}
            />
            <Button asChild>
              <a href="/admin/">
                <Database aria-hidden /> {t('app:admin')}
              </a>
            </Button>
          </>
        }
      />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} className="mb-4" /> : null}
      <div className={cn('flex flex-col gap-4 transition-opacity', isPlaceholderData && 'opacity-60')}>
        {data ? (
          <Figures overview={data} range={range} />
        ) : error ? null : (
          <Waiting count={4} className="h-36" columns="grid-cols-2 lg:grid-cols-4" />
        )}
        {data ? (
          <Charts
            overview={data}
            range={range}
            onPick={(from, to) =>
              void navigate({ search: (old) => ({ ...old, from, to }), hash: 'predictions', resetScroll: false })
            }
          />
        ) : error ? null : (
          <ChartsToCome />
        )}
        {data ? (
          <>
            <div className="grid gap-4 lg:grid-cols-2">
              <Stages stages={data.stages} range={range} />
              <Failures failures={data.failures} range={range} />
            </div>
            <Versions versions={data.versions} />
            <Workers workers={data.workers} training={data.training} now={data.to} />
          </>
        ) : null}
        <BackupsPanel />
        <PredictionList range={range} filters={filtersOf(search)} />
      </div>
    </>
  )
}

function ChartsToCome() {
  return <Waiting count={8} className="h-[290px]" columns="lg:grid-cols-2" />
}

function Waiting({ count, className, columns }: { count: number; className: string; columns: string }) {
  return (
    <div className={cn('grid gap-4', columns)}>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} className={cn('rounded-lg', className)} />
      ))}
    </div>
  )
}
