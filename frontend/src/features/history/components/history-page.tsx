import { Link } from '@tanstack/react-router'
import { History, SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PredictionFilters } from '@/api/predictions/filters'
import { usePredictionList } from '@/api/predictions/use-prediction-list'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { isFiltered } from '../filters'
import { type Export, useExportAll } from '../use-export'
import { useSelection } from '../use-selection'
import type { DescribePrediction } from '../describe'
import { ExportMenu } from './export-menu'
import { FilterBar } from './filter-bar'
import { HistoryTable } from './history-table'
import { RowsToCome } from './rows-to-come'
import { SelectionBar } from './selection-bar'

export interface HistoryPageProps {
  filters: PredictionFilters
  onFilters: (filters: PredictionFilters) => void
  describe: DescribePrediction
  onOpen: (id: string) => void
  /** Deletes after a time to undo. */
  onDelete: (ids: readonly string[]) => void
  onExport: Export
}

export function HistoryPage({ filters, onFilters, describe, onOpen, onDelete, onExport }: HistoryPageProps) {
  const { t } = useTranslation(['history', 'app'])
  const { list, rows, loadMore } = usePredictionList(filters)
  const selection = useSelection(rows)
  const exportAll = useExportAll(filters, onExport)
  const filter = (next: PredictionFilters) => {
    selection.clear()
    onFilters(next)
  }
  const remove = (ids: readonly string[]) => {
    selection.clear()
    onDelete(ids)
  }
  const empty = rows.length === 0
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          empty ? undefined : <ExportMenu label={t('export.all')} onExport={(format) => void exportAll(format)} />
        }
      />
      {empty && !isFiltered(filters) ? null : <FilterBar filters={filters} onChange={filter} />}
      {list.error && empty ? (
        <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <RowsToCome />
      ) : empty && !list.hasNextPage ? (
        <Nothing filtered={isFiltered(filters)} onClear={() => filter({})} />
      ) : (
        <div className={list.isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
          <HistoryTable
            rows={rows}
            complete={!list.hasNextPage}
            selection={selection}
            describe={describe}
            onOpen={onOpen}
            onDelete={remove}
            onEnd={loadMore}
          />
          <End list={list} count={rows.length} />
        </div>
      )}
      <SelectionBar selection={selection} onDelete={remove} onExport={onExport} />
    </>
  )
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation('history')
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title={t('nothing.title')}
        action={<Button onClick={onClear}>{t('filter.clear')}</Button>}
      >
        {t('nothing.text')}
      </EmptyState>
    )
  }
  const go = (
    <Button asChild variant="primary">
      <Link to="/">{t('empty.go')}</Link>
    </Button>
  )
  return (
    <EmptyState icon={History} title={t('empty.title')} action={go}>
      {t('empty.text')}
    </EmptyState>
  )
}

type ListState = Pick<
  ReturnType<typeof usePredictionList>['list'],
  'error' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
>

/** More to come, the reason why not, or the honest end. */
function End({ list, count }: { list: ListState; count: number }) {
  const { t } = useTranslation(['history', 'app'])
  const more = () => void list.fetchNextPage()
  if (list.error) return <ErrorNote error={list.error} onRetry={more} className="mt-4" />
  return (
    <div className="flex min-h-16 items-center justify-center text-[13px] text-muted">
      {list.hasNextPage ? (
        <Button variant="ghost" disabled={list.isFetchingNextPage} onClick={more}>
          {list.isFetchingNextPage ? t('app:loading') : t('app:action.loadMore')}
        </Button>
      ) : (
        t('end', { count })
      )}
    </div>
  )
}
