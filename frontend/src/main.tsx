import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { keys } from './api/keys'
import { sessionQuery } from './api/session'
import type { Session } from './api/types'
import { startI18n } from './app/i18n/i18n'
import { connectLive } from './app/live'
import { partsFor, preloadWhenIdle } from './app/preload-places'
import { makeQueryClient } from './app/query-client'
import { makeRouter } from './app/router'
import { Toasts } from './app/shell/toasts'
import { TooltipProvider } from './components/ui/tooltip'
import { connectUploads } from './features/uploads/uploads'
import { watchSystemTheme } from './lib/theme'
import './styles.css'

const queryClient = makeQueryClient(signedOut)
const router = makeRouter(queryClient)

/**
 * The server no longer knows us: keep the address, ask for the password, go on from there. The page is loaded anew, so
 * that nothing of one person is left in memory for the next; files not yet sent wait on the disk for their owner.
 */
function signedOut(): void {
  queryClient.setQueryData(keys.session, { user: null })
  const search = { next: router.state.location.href, ended: true }
  location.assign(router.buildLocation({ to: '/sign-in', search }).href)
}

/** Once the first page of a signed-in person stands. */
function preloadPlaces(): void {
  const stop = router.subscribe('onResolved', () => {
    const user = queryClient.getQueryData<Session>(keys.session)?.user
    if (!user) return
    stop()
    preloadWhenIdle(partsFor(user, Object.values(router.routesById)))
  })
}

async function start(): Promise<void> {
  watchSystemTheme()
  connectLive(queryClient)
  connectUploads(queryClient)
  preloadPlaces()
  // Both are needed before anything shows; neither needs the other. A failure is told by the route that asks again.
  void queryClient.query(sessionQuery).catch(() => undefined)
  await startI18n()
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider delayDuration={300}>
          <RouterProvider router={router} />
          <Toasts />
        </TooltipProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}

void start()
