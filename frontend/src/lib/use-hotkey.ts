import { useEffect } from 'react'

/** `mod` is Command on a Mac and Control elsewhere. The handler must keep its identity between renders. */
export function useHotkey(combination: `mod+${string}`, handler: () => void): void {
  const key = combination.slice('mod+'.length)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== key) return
      event.preventDefault()
      handler()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [key, handler])
}
