import { useSyncExternalStore } from 'react'
import { LiveConnection, type LiveState } from './connection'
import type { LiveMessage } from './messages'

export type LiveHandler = (message: LiveMessage) => void

/** While no message arrives the page asks this often. */
const POLL_MS = 3000
/** Place and ETA change while others are served, and no message tells: what waits is asked for this often. */
export const QUEUE_PACE_MS = 2000

const handlers = new Set<LiveHandler>()
const resyncs = new Set<() => void>()
const listeners = new Set<() => void>()
let state: LiveState = 'off'

const connection = new LiveConnection({
  url: (after) => {
    const address = new URL('/ws/v1/events', location.href)
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
    if (after !== null) address.searchParams.set('after', String(after))
    return address.href
  },
  onMessage: (message) => handlers.forEach((handle) => handle(message)),
  onResync: () => resyncs.forEach((resync) => resync()),
  onState: (next) => {
    state = next
    listeners.forEach((listener) => listener())
  },
})

/** The app registers each feature's handler once; the socket itself knows no feature. */
export function onLiveMessage(handler: LiveHandler): () => void {
  handlers.add(handler)
  return () => handlers.delete(handler)
}

/** Called when the lists must be read again from the server. */
export function onLiveResync(resync: () => void): () => void {
  resyncs.add(resync)
  return () => resyncs.delete(resync)
}

export function startLive(): void {
  window.addEventListener('online', retryLive)
  window.addEventListener('offline', doubtLive)
  connection.start()
}

export function stopLive(): void {
  window.removeEventListener('online', retryLive)
  window.removeEventListener('offline', doubtLive)
  connection.stop()
}

export function retryLive(): void {
  connection.retryNow()
}

function doubtLive(): void {
  connection.doubt()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Waits for a connection that is being made, but no longer than `ms`. Whether messages arrive from here on. */
export function whenLive(ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = () => {
      stop()
      clearTimeout(timer)
      resolve(state === 'open')
    }
    const stop = subscribe(() => state !== 'connecting' && done())
    const timer = setTimeout(done, ms)
    if (state !== 'connecting') done()
  })
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => state)
}

/** For `refetchInterval`: false while the socket delivers, else the polling pace. */
export function usePolling(): number | false {
  return useLiveState() === 'open' ? false : POLL_MS
}
