import { createRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { apiKeysQuery } from '@/api/api-keys'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { useSignOut } from '../shell/use-sign-out'
import { signedInRoute } from './signed-in'

const AccountPage = place(
  () => import('@/features/account/components/account-page'),
  (m) => m.AccountPage,
)

export const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account',
  beforeLoad: () => addWords('account'),
  // How many keys there are decides where the rest of the page stands.
  loader: ({ context: { queryClient } }) =>
    Promise.allSettled([queryClient.query({ ...apiKeysQuery, staleTime: 'static' })]),
  component: placeWith(AccountPage, AccountRoute),
})

function AccountRoute(): ReactNode {
  return <AccountPage onSignOut={useSignOut()} />
}
