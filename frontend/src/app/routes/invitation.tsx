import { createRoute, useLocation, useNavigate } from '@tanstack/react-router'
import { InvitationPage } from '@/features/session/components/invitation-page'
import { rootRoute } from './root'

/** For who was invited: what lets them in stands behind the #, which is sent to nobody. */
export const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: InvitationRoute,
})

function InvitationRoute() {
  const inside = new URLSearchParams(useLocation({ select: (location) => location.hash }))
  const navigate = useNavigate()
  const invitation = { user: Number(inside.get('user')), token: inside.get('token') ?? '' }
  return <InvitationPage invitation={invitation} onSignedIn={() => void navigate({ to: '/', replace: true })} />
}
