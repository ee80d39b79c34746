import { useSyncExternalStore } from 'react'
import { serverNow } from './server-clock'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = serverNow()

function tick(): void {
  now = serverNow()
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) timer = setInterval(tick, 1000)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

const still = () => () => undefined

/** While nobody looks the clock stands: whoever looks first reads the time that it is. */
function read(): number {
  if (Math.abs(serverNow() - now) >= 1000) now = serverNow()
  return now
}

/** The server's time in milliseconds since 1970, anew each second while `running`: one clock for all who look. */
export function useServerSeconds(running: boolean): number {
  return useSyncExternalStore(running ? subscribe : still, read)
}
