import { createRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePredictionActions } from '@/features/predictions/actions'
import { PredictionCard } from '@/features/predictions/components/prediction-card'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const PredictionPage = place(
  () => import('@/features/history/components/prediction-page'),
  (m) => m.PredictionPage,
)

export const predictionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/predictions/$id',
  beforeLoad: () => addWords('history'),
  component: placeWith(PredictionPage, PredictionRoute),
})

function PredictionRoute(): ReactNode {
  const { id } = predictionRoute.useParams()
  const navigate = predictionRoute.useNavigate()
  const { cancel, retry, remove } = usePredictionActions()
  const open = (next: string) => void navigate({ to: '/predictions/$id', params: { id: next } })
  return (
    <PredictionPage
      key={id}
      id={id}
      renderAnswer={(prediction) => <PredictionCard prediction={prediction} />}
      onCancel={(one) => cancel.mutate(one)}
      onRetry={(one) => retry.mutate(one, { onSuccess: (next) => open(next.id) })}
      onDelete={(one) => {
        remove([one])
        void navigate({ to: '/history' })
      }}
    />
  )
}
