import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveConnection, type LiveState } from './connection'

class FakeSocket {
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  open() {
    this.readyState = 1
    this.onopen?.()
  }

  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }

  close() {
    this.readyState = 3
    this.onclose?.()
  }
}

function page() {
  const sockets: FakeSocket[] = []
  const states: LiveState[] = []
  const heard: unknown[] = []
  const counts = { resync: 0 }
  const connection = new LiveConnection({
    url: (after) => `/events?after=${after}`,
    onMessage: (message) => heard.push(message.data),
    onResync: () => counts.resync++,
    onState: (state) => states.push(state),
    openSocket: (url) => {
      const socket = new FakeSocket(url)
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    random: () => 1,
  })
  return { connection, sockets, states, heard, counts, last: () => sockets.at(-1)! }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a lost connection comes back by itself and asks for what it missed', () => {
  const { connection, last, states, heard } = page()
  connection.start()
  last().open()
  last().say({ type: 'prediction.updated', seq: 41, data: 'a' })
  last().close()
  expect(states.at(-1)).toBe('away')
  vi.advanceTimersByTime(500)
  expect(last().url).toBe('/events?after=41')
  last().open()
  last().say({ type: 'prediction.updated', seq: 42, data: 'b' })
  expect(heard).toEqual(['a', 'b'])
  expect(states.at(-1)).toBe('open')
})

test('waits grow while the server stays away, up to half a minute', () => {
  const { connection, sockets, last } = page()
  connection.start()
  const waits: number[] = []
  for (let i = 0; i < 9; i++) {
    const before = sockets.length
    last().close()
    let waited = 0
    while (sockets.length === before) {
      vi.advanceTimersByTime(250)
      waited += 0.25
    }
    waits.push(waited)
  }
  expect(waits).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30, 30])
})

test('a message that was delivered live is not delivered again by the replay', () => {
  const { connection, last, heard } = page()
  connection.start()
  last().open()
  last().say({ type: 'prediction.updated', seq: 7, data: 'once' })
  last().say({ type: 'prediction.updated', seq: 7, data: 'once' })
  expect(heard).toEqual(['once'])
})

test('silence longer than two heartbeats counts as a lost line', () => {
  const { connection, sockets, last, states } = page()
  connection.start()
  last().open()
  vi.advanceTimersByTime(30_000)
  last().say({ type: 'heartbeat' })
  vi.advanceTimersByTime(30_000)
  expect(states.at(-1)).toBe('open')
  vi.advanceTimersByTime(6_000)
  expect(states).toContain('away')
  expect(sockets).toHaveLength(2)
})

test('a network that goes is doubted at once, not after a silence of half a minute', () => {
  const { connection, last, states } = page()
  connection.start()
  last().open()
  last().say({ type: 'prediction.updated', seq: 3, data: 'a' })
  connection.doubt()
  expect(states.at(-1)).toBe('away')
  vi.advanceTimersByTime(500)
  expect(last().url).toBe('/events?after=3')
  // A Slipway on this very machine needs no network.
  last().open()
  expect(states.at(-1)).toBe('open')
})

test('lists are read again at the first connection and when history is gone, not after a short loss', () => {
  const { connection, last, counts } = page()
  connection.start()
  last().open()
  expect(counts.resync).toBe(1)
  last().say({ type: 'prediction.updated', seq: 3, data: 1 })
  last().close()
  vi.advanceTimersByTime(500)
  last().open()
  expect(counts.resync).toBe(1)
  last().say({ type: 'resync' })
  expect(counts.resync).toBe(2)
})

test('after it was stopped nothing tries to connect any more', () => {
  const { connection, sockets, last, states } = page()
  connection.start()
  last().close()
  connection.stop()
  vi.advanceTimersByTime(120_000)
  expect(sockets).toHaveLength(1)
  expect(states.at(-1)).toBe('off')
})

test('an unreadable message is passed over', () => {
  const { connection, last, heard } = page()
  connection.start()
  last().open()
  last().onmessage?.({ data: '{"type"' })
  last().onmessage?.({ data: new ArrayBuffer(2) })
  last().say({ type: 'prediction.updated', seq: 1, data: 'fine' })
  expect(heard).toEqual(['fine'])
})
