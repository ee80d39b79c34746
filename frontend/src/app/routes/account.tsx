import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { useSignOut } from '../shell/use-sign-out'
import { signedInRoute } from './signed-in'

const AccountPage = lazy(() => import('@/features/account/components/account-page').then((m) => ({ default: m.AccountPage })))

export const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account',
  component: AccountRoute,
})

function AccountRoute() {
  return <AccountPage onSignOut={useSignOut()} />
}
