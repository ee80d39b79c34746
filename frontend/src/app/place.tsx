import type { ComponentType } from 'react'
import { type LazyPart, lazyPart } from '@/components/lazy-part'

/** A page of its own: its code comes when somebody goes there, or earlier while nothing else is to do (preload-places.ts). */
export const place = lazyPart

/** The component of a route that hands to its page what the address says. The router waits for the page's code. */
export function placeWith(page: { preload: () => Promise<void> }, Route: ComponentType): LazyPart<object> {
  return Object.assign(() => <Route />, { preload: page.preload })
}
