import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { PredictionCard } from '@/features/predictions/components/prediction-card'
import { signedInRoute } from './signed-in'

const PredictionPage = lazy(() =>
  import('@/features/history/components/prediction-page').then((m) => ({ default: m.PredictionPage })),
)

export const predictionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/predictions/$id',
  component: PredictionRoute,
})

function PredictionRoute() {
  const { id } = predictionRoute.useParams()
  return <PredictionPage id={id} renderAnswer={(prediction) => <PredictionCard prediction={prediction} />} />
}
