import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import { ApiError } from '@/api/problem'

/** Waiting helps against a lost network and a busy server, not against a refusal. */
function mayHelp(failures: number, error: Error): boolean {
  const transient = error instanceof ApiError && (error.status === 0 || error.status === 503)
  return transient && failures < 2
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
      // The socket keeps the cache fresh; reading again on every focus would only make noise.
      queries: { staleTime: 30_000, retry: mayHelp, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  })
  return client
}
