import { createRoute, redirect } from '@tanstack/react-router'
import { addWords } from '../i18n/i18n'
import { place } from '../place'
import { signedInRoute } from './signed-in'

export const peopleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/people',
  // The server refuses a stranger anyway; this only spares them an empty page.
  beforeLoad: async ({ context }) => {
    if (!context.user.is_staff) throw redirect({ to: '/account' })
    await addWords('people')
  },
  component: place(
    () => import('@/features/people/components/people-page'),
    (m) => m.PeoplePage,
  ),
})
