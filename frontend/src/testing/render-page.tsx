import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import i18next from 'i18next'
import type { ReactNode } from 'react'
import { initReactI18next } from 'react-i18next'
import { TooltipProvider } from '@/components/ui/tooltip'

// Not at the top: shared code must not know the app's words outside of tests.
const words = {
  en: async () => ({
    ...(await import('@/app/i18n/en')).resources,
    ...(await import('@/app/i18n/en/places')).places,
  }),
  'zh-CN': async () => ({
    ...(await import('@/app/i18n/zh-CN')).resources,
    ...(await import('@/app/i18n/zh-CN/places')).places,
  }),
}

/** Shows one piece of the page with everything that it expects around it. */
export async function renderPage(piece: ReactNode, language: keyof typeof words = 'en') {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: await words[language]() },
    defaultNS: 'app',
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  })
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
