import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { accountRoute } from './routes/account'
import { guestRoute } from './routes/guest'
import { historyRoute } from './routes/history'
import { invitationRoute } from './routes/invitation'
import { missingRoute } from './routes/missing'
import { modelRoute } from './routes/model'
import { shadowRoute } from './routes/shadow'
import { modelsRoute } from './routes/models'
import { alertsRoute, auditRoute, operationsRoute } from './routes/operations'
import { peopleRoute } from './routes/people'
import { predictionRoute } from './routes/prediction'
import { rootRoute } from './routes/root'
import { signInRoute } from './routes/sign-in'
import { signedInRoute } from './routes/signed-in'
import { trainingRoutes } from './routes/training'
import { lessonRoute, teachRoute } from './routes/teach'
import { tryRoute } from './routes/try'
import { webhookRoute, webhooksRoute } from './routes/webhooks'
import { PageError } from './shell/page-error'
import { PageMissing } from './shell/page-missing'

const tree = rootRoute.addChildren([
  signInRoute,
  invitationRoute,
  guestRoute,
  signedInRoute.addChildren([
    tryRoute,
    historyRoute,
    predictionRoute,
    modelsRoute,
    modelRoute,
    shadowRoute,
    teachRoute,
    lessonRoute,
    trainingRoutes,
    accountRoute,
    peopleRoute,
    webhooksRoute,
    webhookRoute,
    operationsRoute,
    alertsRoute,
    auditRoute,
    missingRoute,
  ]),
])

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: PageMissing,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
