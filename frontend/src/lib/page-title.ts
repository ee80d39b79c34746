import { useEffect, useSyncExternalStore } from 'react'

let title: string | null = null
const listeners = new Set<() => void>()

function set(next: string | null): void {
  title = next
  listeners.forEach((listener) => listener())
}

/** Names the page in the browser's tab for as long as this is drawn; null leaves that to others. */
export function usePageTitle(name: string | null): void {
  useEffect(() => {
    if (name === null) return
    set(name)
    return () => set(null)
  }, [name])
}

/** What the page has named itself. */
export function useNamedTitle(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => title,
  )
}
