import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from './signed-in'

export const historyRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/history',
  component: lazyRouteComponent(() => import('@/features/history/components/history-page'), 'HistoryPage'),
})
