import { createRoute, redirect } from '@tanstack/react-router'
import { parseSearch } from '@/features/operations/search'
import { addWords } from '../i18n/i18n'
import { place } from '../place'
import { signedInRoute } from './signed-in'

export const operationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/operations',
  validateSearch: parseSearch,
  // The server refuses a stranger anyway; this only spares them an empty page.
  beforeLoad: async ({ context }) => {
    if (!context.user.is_staff) throw redirect({ to: '/' })
    await addWords('operations')
  },
  component: place(
    () => import('@/features/operations/components/operations-page'),
    (m) => m.OperationsPage,
  ),
})
