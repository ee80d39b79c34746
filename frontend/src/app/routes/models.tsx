import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { modelsQuery } from '@/api/catalogue'
import { signedInRoute } from './signed-in'

export const modelsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models',
  // A card is as tall as what its model knows: drawn when that is known, nothing moves afterwards.
  loader: ({ context: { queryClient } }) => Promise.allSettled([queryClient.query({ ...modelsQuery, staleTime: 'static' })]),
  component: lazyRouteComponent(() => import('@/features/models/components/models-page'), 'ModelsPage'),
})
