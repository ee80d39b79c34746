import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { orderOf, orderOfPrediction } from '@/api/predictions/order'
import type { Prediction } from '@/api/types'
import { useWindowList } from '@/components/use-window-list'
import { cn } from '@/lib/class-names'
import { useMediaQuery } from '@/lib/use-media-query'
import { PredictionCard } from './prediction-card'
import { PredictionRow } from './prediction-row'
import { TableHead } from './table-head'

export type FeedView = 'cards' | 'table'

export interface FeedProps<Upload> {
  /** Files on their way: each stands where its answer will. */
  uploads: readonly Upload[]
  /** How the route draws them, since this feature does not know them. */
  renderUpload: (upload: Upload) => ReactNode
  predictions: readonly Prediction[]
  view: FeedView
  onEnd: () => void
}

const CARD_HEIGHT = 288
const ROW_HEIGHT = 57

/** Cards or rows, newest first; only those near the window are drawn. */
export function Feed<Upload extends { id: string }>({
  uploads,
  renderUpload,
  predictions,
  view,
  onEnd,
}: FeedProps<Upload>) {
  const { t } = useTranslation('predictions')
  const wide = useMediaQuery('(min-width: 1100px)')
  const columns = view === 'cards' && wide ? 2 : 1
  const items = useMemo(() => inOneOrder(uploads, predictions), [uploads, predictions])
  const rows = Math.ceil(items.length / columns)

  const { follow, totalHeight, shown, measure } = useWindowList({
    count: rows,
    height: view === 'table' ? ROW_HEIGHT : CARD_HEIGHT,
    gap: view === 'table' ? 0 : 16,
    keyOf: (row) => items[row * columns]?.id ?? row,
    overscan: 2,
    near: 3,
    onEnd,
  })

  return (
    <div
      role={view === 'table' ? 'table' : 'feed'}
      aria-label={t('title')}
      className={cn(view === 'table' && 'overflow-hidden rounded-lg border bg-surface')}
    >
      {view === 'table' ? <TableHead /> : null}
      <div ref={follow} role="presentation" className="relative" style={{ height: totalHeight }}>
        {shown.map((row) => (
          <div
            key={row.key}
            ref={measure}
            data-index={row.index}
            className={cn(
              'absolute top-0 left-0 grid w-full items-start gap-4',
              columns === 2 ? 'grid-cols-2' : 'grid-cols-1',
            )}
            style={{ transform: `translateY(${row.top}px)` }}
          >
            {items.slice(row.index * columns, (row.index + 1) * columns).map((item) => (
              <div key={item.id} className="min-w-0" role={view === 'table' ? 'presentation' : undefined}>
                {'upload' in item ? renderUpload(item.upload) : <Answer prediction={item.prediction} view={view} />}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

/** Newest first, whether a file has arrived or not: a card that becomes an answer keeps its place. */
function inOneOrder<Upload extends { id: string }>(uploads: readonly Upload[], predictions: readonly Prediction[]) {
  const ids = new Set(predictions.map((prediction) => prediction.id))
  // What waits for the network since long ago is as new as its arrival will be.
  const now = Date.now()
  const onTheWay = uploads
    .filter((upload) => !ids.has(upload.id))
    .map((upload) => ({ id: upload.id, order: orderOf(upload.id, now), upload }))
  const arrived = predictions.map((prediction) => ({
    id: prediction.id,
    order: orderOfPrediction(prediction),
    prediction,
  }))
  return [...onTheWay, ...arrived].sort((a, b) => (a.order < b.order ? 1 : -1))
}

function Answer({ prediction, view }: { prediction: Prediction; view: FeedView }) {
  return view === 'table' ? <PredictionRow prediction={prediction} /> : <PredictionCard prediction={prediction} />
}
