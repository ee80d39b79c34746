import { createRoute, redirect, useNavigate } from '@tanstack/react-router'
import { sessionQuery } from '@/api/session'
import { place, placeWith } from '../place'
import { rootRoute } from './root'

const SignInPage = place(
  () => import('@/features/session/components/sign-in-page'),
  (m) => m.SignInPage,
)

/** Only addresses of this page: an open redirect would let a stranger borrow our sign-in. */
function ownAddress(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined
}

/** The administration is no page of this router. */
function isServers(next: string | undefined): boolean {
  return next?.startsWith('/admin/') === true
}

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; ended?: boolean } => ({
    next: ownAddress(search.next),
    ended: search.ended === true ? true : undefined,
  }),
  beforeLoad: async ({ context, search }) => {
    const { user } = await context.queryClient.query({ ...sessionQuery, staleTime: 'static' })
    if (user) throw redirect({ href: search.next ?? '/', reloadDocument: isServers(search.next) })
  },
  component: placeWith(SignInPage, SignInRoute),
})

function SignInRoute() {
  const { next, ended } = signInRoute.useSearch()
  const navigate = useNavigate()
  const go = () => void navigate({ href: next ?? '/', replace: true, reloadDocument: isServers(next) })
  return <SignInPage ended={ended === true} onSignedIn={go} />
}
