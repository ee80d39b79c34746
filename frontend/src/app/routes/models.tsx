import { createRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { modelsQuery } from '@/api/catalogue'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const ModelsPage = place(
  () => import('@/features/models/components/models-page'),
  (m) => m.ModelsPage,
)

export const modelsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models',
  beforeLoad: () => addWords('models'),
  // A card is as tall as what its model knows: drawn when that is known, nothing moves afterwards.
  loader: ({ context: { queryClient } }) =>
    Promise.allSettled([queryClient.query({ ...modelsQuery, staleTime: 'static' })]),
  component: placeWith(ModelsPage, ModelsRoute),
})

function ModelsRoute(): ReactNode {
  const { user } = modelsRoute.useRouteContext()
  return <ModelsPage canAdd={user.can_train} />
}
