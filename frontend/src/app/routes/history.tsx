import { createRoute } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import { readFilters } from '@/features/history/filters'
import type { DescribePrediction } from '@/features/history/describe'
import { usePredictionActions } from '@/features/predictions/actions'
import { answerLine, isOutside } from '@/features/predictions/answer-words'
import { StateBadge } from '@/features/predictions/components/state-badge'
import { exportPredictions } from '@/features/predictions/export-on-demand'
import { useProblemWords } from '@/lib/use-problem-words'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const HistoryPage = place(
  () => import('@/features/history/components/history-page'),
  (m) => m.HistoryPage,
)

export const historyRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/history',
  validateSearch: readFilters,
  beforeLoad: () => addWords('history'),
  component: placeWith(HistoryPage, HistoryRoute),
})

function HistoryRoute(): ReactNode {
  const filters = historyRoute.useSearch()
  const navigate = historyRoute.useNavigate()
  const { remove } = usePredictionActions()
  return (
    <HistoryPage
      filters={filters}
      // Each filter is a place of its own: the browser's back button takes it off again.
      onFilters={(next) => void navigate({ search: next, resetScroll: true })}
      describe={useDescribe()}
      onOpen={(id) => void navigate({ to: '/predictions/$id', params: { id }, state: { from: 'history' } })}
      onDelete={remove}
      onExport={exportPredictions}
    />
  )
}

/** Keeps its identity while the language stays: rows that did not change are not drawn again. */
function useDescribe(): DescribePrediction {
  const { t } = useTranslation(['predictions', 'app'])
  const problemWords = useProblemWords()
  return useCallback(
    (prediction) => {
      const answer = answerOf(prediction)
      return {
        state: <StateBadge prediction={prediction} />,
        answer: answerLine(prediction, t),
        // Of a guess about what it does not know the score says nothing.
        confidence: isOutside(prediction) ? null : answer?.by === 'person' ? t('byYou') : (answer?.confidence ?? null),
        failure: prediction.status === 'failed' ? problemWords(prediction.error) : null,
      }
    },
    [t, problemWords],
  )
}
