import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { act, render } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { vi } from 'vitest'
import type { User } from '@/api/types'
import { connectUploads } from '@/features/uploads/uploads'
import { TooltipProvider } from '@/components/ui/tooltip'
import { makeQueryClient } from '@/app/query-client'
import { makeRouter } from '@/app/router'
import { addWords, startI18n } from '@/app/i18n/i18n'
import { Toasts } from '@/app/shell/toasts'

export const operator: User = { id: 1, username: 'ada', is_staff: true, can_train: true } as User

/** What every page asks for. */
export const frameHandlers = (user: User = operator) => [
  http.get('*/api/v1/session', () => HttpResponse.json({ user })),
  http.get('*/api/v1/summary', () => HttpResponse.json({ waiting: 0, processing: 0, unserved: [] })),
  http.get('*/api/v1/operations/alerts', () =>
    HttpResponse.json({
      looked_at: null,
      is_watched: false,
      active: [],
      resolved: [],
      mail: { to: [], sent_at: null, error: null },
    }),
  ),
  http.get('*/api/v1/predictions/trash', () => HttpResponse.json({ results: [] })),
]

/** The whole app at an address, as a browser shows it; the socket never answers. */
export async function renderApp(address: string) {
  vi.stubGlobal(
    'WebSocket',
    class {
      close = () => undefined
    },
  )
  history.replaceState(null, '', address)
  await startI18n()
  await addWords('training')
  const client = makeQueryClient(() => undefined)
  connectUploads(client)
  const router = makeRouter(client)
  const view = await act(async () => {
    await router.load()
    return render(
      <QueryClientProvider client={client}>
        <TooltipProvider>
          <RouterProvider router={router} />
          <Toasts />
        </TooltipProvider>
      </QueryClientProvider>,
    )
  })
  return { ...view, client, router, address: () => location.pathname + location.search }
}
