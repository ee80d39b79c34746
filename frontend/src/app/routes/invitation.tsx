import { createRoute, useLocation, useNavigate } from '@tanstack/react-router'
import { place, placeWith } from '../place'
import { rootRoute } from './root'

const InvitationPage = place(
  () => import('@/features/session/components/invitation-page'),
  (m) => m.InvitationPage,
)

/** For who was invited: what lets them in stands behind the #, which is sent to nobody. */
export const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: placeWith(InvitationPage, InvitationRoute),
})

function InvitationRoute() {
  const inside = new URLSearchParams(useLocation({ select: (location) => location.hash }))
  const navigate = useNavigate()
  const invitation = { user: Number(inside.get('user')), token: inside.get('token') ?? '' }
  return <InvitationPage invitation={invitation} onSignedIn={() => void navigate({ to: '/', replace: true })} />
}
