import { createRoute } from '@tanstack/react-router'
import { signedInRoute } from './signed-in'

export const tryRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  component: TryRoute,
})

function TryRoute() {
  return <h1 className="text-xl font-semibold">Try</h1>
}
