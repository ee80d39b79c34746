import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from './signed-in'

export const modelsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models',
  component: lazyRouteComponent(() => import('@/features/models/components/models-page'), 'ModelsPage'),
})
