import { createRoute } from '@tanstack/react-router'
import { limitsQuery, modelsQuery } from '@/api/catalogue'
import { listQuery } from '@/api/predictions/list-query'
import { examplesQuery } from '@/features/uploads/api'
import { type Choice, readChoice } from '@/features/uploads/choice'
import { restoreUploads } from '@/features/uploads/uploads'
import { signedInRoute } from './signed-in'
import { TryPage } from './try-page'

export const tryRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { view?: 'table' } & Choice => ({
    view: search.view === 'table' ? 'table' : undefined,
    ...readChoice(search),
  }),
  // Whether there are answers decides the page's shape: known before it is drawn, nothing jumps afterwards.
  loader: async ({ context: { queryClient, user } }) => {
    const waitFor = [
      queryClient.infiniteQuery({ ...listQuery({}), staleTime: 'static' }),
      queryClient.query({ ...limitsQuery, staleTime: 'static' }),
      // Read anew once it is known to be old: a model that was learned a moment ago may be the one that shall answer.
      queryClient.query({ ...modelsQuery, staleTime: Infinity }),
      queryClient.query({ ...examplesQuery, staleTime: 'static' }),
      restoreUploads(user.id),
    ]
    // What cannot be read is told in its own place on the page.
    await Promise.allSettled(waitFor)
  },
  component: TryPage,
})
