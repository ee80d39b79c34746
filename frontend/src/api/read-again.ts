import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

const followed = new WeakSet<Query>()

/**
 * Reads a query anew because something changed on the server. What is being read just now may have been answered before
 * the change, so one more read follows it; however often it is called meanwhile, it is one. `invalidateQueries` alone
 * takes a first read that is under way for fresh, and begins any other anew with each call.
 */
export function readAgain(client: QueryClient, queryKey: QueryKey): void {
  const cache = client.getQueryCache()
  const query: Query | undefined = cache.find({ queryKey })
  const invalidate = () => void client.invalidateQueries({ queryKey, exact: true })
  if (query?.state.fetchStatus !== 'fetching') {
    invalidate()
    return
  }
  if (followed.has(query)) return
  followed.add(query)
  const stop = cache.subscribe((event) => {
    if (event.query !== query || (query.state.fetchStatus === 'fetching' && event.type !== 'removed')) return
    stop()
    followed.delete(query)
    if (event.type !== 'removed') invalidate()
  })
}
