import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { modelsQuery } from '@/api/catalogue'
import { signedInRoute } from './signed-in'

const ModelsPage = lazy(() =>
  import('@/features/models/components/models-page').then((m) => ({ default: m.ModelsPage })),
)

export const modelsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models',
  // A card is as tall as what its model knows: drawn when that is known, nothing moves afterwards.
  loader: ({ context: { queryClient } }) =>
    Promise.allSettled([queryClient.query({ ...modelsQuery, staleTime: 'static' })]),
  component: ModelsRoute,
})

function ModelsRoute() {
  const { user } = modelsRoute.useRouteContext()
  return <ModelsPage canAdd={user.can_train} />
}
