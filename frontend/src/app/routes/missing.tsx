import { createRoute } from '@tanstack/react-router'
import { PageMissing } from '../shell/page-missing'
import { signedInRoute } from './signed-in'

/** Any address that nobody else takes: told inside the frame, from which one can go on. */
export const missingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '$',
  component: PageMissing,
})
