import { useEffect, useEffectEvent } from 'react'

/** `mod` is Command on a Mac and Control elsewhere. */
export function useHotkey(combination: `mod+${string}`, handler: () => void): void {
  const key = combination.slice('mod+'.length)
  const pressed = useEffectEvent(handler)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== key) return
      event.preventDefault()
      pressed()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [key])
}
