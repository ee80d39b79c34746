import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { signedInRoute } from './signed-in'

const ModelPage = lazy(() => import('@/features/models/components/model-page').then((m) => ({ default: m.ModelPage })))

export const modelRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models/$slug',
  component: ModelRoute,
})

function ModelRoute() {
  const { slug } = modelRoute.useParams()
  return <ModelPage slug={slug} />
}
