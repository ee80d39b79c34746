import { createRoute, useLocation } from '@tanstack/react-router'
import { lazy } from 'react'
import { signedInRoute } from './signed-in'

const ModelPage = lazy(() => import('@/features/models/components/model-page').then((m) => ({ default: m.ModelPage })))

export const modelRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models/$slug',
  component: ModelRoute,
})

/** `#version-3` opens that version: answers link to the one that gave them. */
function ModelRoute() {
  const { slug } = modelRoute.useParams()
  const { user } = modelRoute.useRouteContext()
  const [, number] = /^version-(\d+)$/.exec(useLocation().hash) ?? []
  return <ModelPage key={slug} slug={slug} version={number ? Number(number) : undefined} canTrain={user.can_train} />
}
