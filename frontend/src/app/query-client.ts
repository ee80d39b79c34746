import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { ApiError } from '@/api/problem'

/** Waiting helps against a busy server and a line that was lost for a moment, not against a refusal. */
function mayHelp(failures: number, error: Error): boolean {
  const transient = error instanceof ApiError && (error.status === 0 || error.status === 503)
  return transient && failures < 2 && navigator.onLine
}

/** One client for the page. A 401 from anywhere means one thing, and is handled in this one place. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (!(error instanceof ApiError) || error.status !== 401) return
    if (client.getQueryData<{ user: unknown }>(keys.session)?.user) onSignedOut()
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: mayHelp,
        // The socket keeps the cache fresh; reading again on every focus would only make noise.
        refetchOnWindowFocus: false,
        // A computer without network still reaches a Slipway of its own, and a page that waits says nothing.
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { retry: false },
    },
  })
  return client
}
