import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { apiKeysQuery } from '@/api/api-keys'
import { useSignOut } from '../shell/use-sign-out'
import { signedInRoute } from './signed-in'

const AccountPage = lazy(() =>
  import('@/features/account/components/account-page').then((m) => ({ default: m.AccountPage })),
)

export const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account',
  // How many keys there are decides where the rest of the page stands.
  loader: ({ context: { queryClient } }) =>
    Promise.allSettled([queryClient.query({ ...apiKeysQuery, staleTime: 'static' })]),
  component: AccountRoute,
})

function AccountRoute() {
  return <AccountPage onSignOut={useSignOut()} />
}
