import { createRoute, redirect } from '@tanstack/react-router'
import { sessionQuery } from '@/api/session'
import { startLive, stopLive } from '@/live/live'
import { Shell } from '../shell/shell'
import { rootRoute } from './root'

/** Everything behind the sign-in: knows the user, keeps the socket open while one of its pages shows. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const { user } = await context.queryClient.query({ ...sessionQuery, staleTime: 'static' })
    if (!user) throw redirect({ to: '/sign-in', search: { next: location.href } })
    // Before the first list is read, so that nothing can come between.
    startLive()
    return { user }
  },
  onLeave: stopLive,
  component: Shell,
})
