import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import type { LinkForm } from '@/api/types'

const path = (slug: string) => ({ params: { path: { slug } } })
const linksKey = (slug: string) => ['links', slug] as const

/** The links to a model that the reader may see, and whether they may make one. */
export function linksQuery(slug: string) {
  return queryOptions({
    queryKey: linksKey(slug),
    queryFn: () => body(client.GET('/api/v1/models/{slug}/links', path(slug))),
  })
}

export function makeLinkMutation(queries: QueryClient, slug: string) {
  return mutationOptions({
    mutationFn: (form: LinkForm) => body(client.POST('/api/v1/models/{slug}/links', { ...path(slug), body: form })),
    onSuccess: () => queries.invalidateQueries({ queryKey: linksKey(slug) }),
  })
}

/** Ends a link at once, for open pages as well. */
export function endLinkMutation(queries: QueryClient, slug: string) {
  return mutationOptions({
    mutationFn: (number: number) =>
      body(client.DELETE('/api/v1/models/{slug}/links/{number}', { params: { path: { slug, number } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: linksKey(slug) }),
  })
}
