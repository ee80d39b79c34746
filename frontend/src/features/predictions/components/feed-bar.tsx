import { Ban, Download, LayoutGrid, Rows3 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu'
import { Progress } from '@/components/ui/progress'
import { Segmented } from '@/components/ui/segmented'
import { exportPredictions } from '../export-on-demand'
import type { FeedView } from './feed'

export interface Batch {
  total: number
  done: number
  failed: number
}

export interface FeedBarProps {
  batch: Batch
  predictions: readonly Prediction[]
  view: FeedView
  onView: (view: FeedView) => void
  onCancelRest: () => void
}

/** How far the current go of files is, and what can be done with all of them. */
export function FeedBar({ batch, predictions, view, onView, onCancelRest }: FeedBarProps) {
  const { t } = useTranslation('predictions')
  return (
    <div className="mt-4 mb-3 flex min-h-9 flex-col justify-between gap-2 sm:flex-row sm:items-center">
      {batch.total > 1 ? (
        <BatchWords batch={batch} onCancelRest={onCancelRest} />
      ) : (
        <h2 className="text-[15px] font-semibold">{t('title')}</h2>
      )}
      <div className="flex items-center justify-end gap-2">
        <Menu>
          <MenuTrigger asChild>
            <Button size="sm" variant="ghost">
              <Download /> {t('batch.export')}
            </Button>
          </MenuTrigger>
          <MenuContent align="end">
            {(['csv', 'json', 'zip'] as const).map((format) => (
              <MenuItem key={format} onSelect={() => void exportPredictions(predictions, format)}>
                {t(`batch.${format}`)}
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
        <Segmented
          label={t('view.label')}
          value={view}
          onValueChange={onView}
          options={[
            { value: 'cards', label: <LayoutGrid />, name: t('view.cards') },
            { value: 'table', label: <Rows3 />, name: t('view.table') },
          ]}
        />
      </div>
    </div>
  )
}

function BatchWords({ batch, onCancelRest }: { batch: Batch; onCancelRest: () => void }) {
  const { t } = useTranslation('predictions')
  const { total, done, failed } = batch
  const words = t('batch.done', { done, total })
  return (
    <div className="flex min-h-7 items-center gap-3 text-sm whitespace-nowrap">
      <p className="tabular-nums" role="status">
        <span className="font-semibold">{words}</span>
        {failed > 0 ? <span className="text-error">, {t('batch.failed', { count: failed })}</span> : null}
      </p>
      <Progress value={(done + failed) / total} label={words} className="w-28 min-w-8" />
      {done + failed < total ? (
        <Button size="sm" variant="ghost" onClick={onCancelRest}>
          <Ban /> {t('batch.cancelRest')}
        </Button>
      ) : null}
    </div>
  )
}
