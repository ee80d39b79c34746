import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { classificationOf, type Prediction } from '@/api/types'
import { readFilters } from '@/features/history/filters'
import type { InWords } from '@/features/history/words'
import { usePredictionActions } from '@/features/predictions/actions'
import { answerWords, confidenceOf, failureWords, stateWords, SURE } from '@/features/predictions/answer-words'
import { exportPredictions } from '@/features/predictions/export'
import { signedInRoute } from './signed-in'

const HistoryPage = lazy(() => import('@/features/history/components/history-page').then((m) => ({ default: m.HistoryPage })))

export const historyRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/history',
  validateSearch: readFilters,
  component: HistoryRoute,
})

function HistoryRoute() {
  const filters = historyRoute.useSearch()
  const navigate = historyRoute.useNavigate()
  const { remove } = usePredictionActions()
  return (
    <HistoryPage
      filters={filters}
      // Each filter is a place of its own: the browser's back button takes it off again.
      onFilters={(next) => void navigate({ search: next, resetScroll: true })}
      inWords={useWords()}
      onOpen={(id) => void navigate({ to: '/predictions/$id', params: { id }, state: { fromHistory: true } })}
      onDelete={remove}
      onExport={exportPredictions}
    />
  )
}

function useWords(): InWords {
  const { t, i18n } = useTranslation(['predictions', 'app'])
  /** The label alone: its confidence has a column of its own. */
  const answer = (prediction: Prediction) => {
    const label = classificationOf(prediction)?.labels[0]
    return label && label.score >= SURE ? label.label : answerWords(prediction, t, i18n.language)
  }
  return (prediction) => ({
    state: stateWords(prediction, t, i18n.language),
    answer: answer(prediction),
    confidence: confidenceOf(prediction),
    failure: prediction.status === 'failed' ? failureWords(prediction, t) : null,
  })
}
