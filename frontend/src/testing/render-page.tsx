import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import i18next from 'i18next'
import type { ReactNode } from 'react'
import { initReactI18next } from 'react-i18next'
import { TooltipProvider } from '@/components/ui/tooltip'

/** Shows one piece of the page with everything that it expects around it, in English. */
export async function renderPage(piece: ReactNode) {
  // Not at the top: shared code must not know the app's words outside of tests.
  const { resources } = await import('@/app/i18n/en')
  const { default: training } = await import('@/app/i18n/en/training.json')
  await i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { ...resources, training } }, defaultNS: 'app', showSupportNotice: false, interpolation: { escapeValue: false } })
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const rootRoute = createRootRoute({ component: () => piece })
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory({ initialEntries: ['/'] }) })
  await router.load()
  const view = render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <RouterProvider router={router as never} />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return { ...view, client }
}
