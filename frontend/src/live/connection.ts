import { backoffSeconds } from '@/lib/backoff'
import { type LiveMessage, parseMessage } from './messages'

/** `away` covers everything in which no push arrives: the page polls meanwhile. */
export type LiveState = 'off' | 'connecting' | 'open' | 'away'

// The server sends a heartbeat every 15 s; two missed ones and a bit mean that the line is dead.
const SILENCE_MS = 35_000

export interface ConnectionOptions {
  url: (after: number | null) => string
  onMessage: (message: LiveMessage) => void
  /** Lists must be read again: first connection, or the server no longer has what was missed. */
  onResync: () => void
  onState: (state: LiveState) => void
  openSocket?: (url: string) => WebSocket
  random?: () => number
}

/**
 * One socket that comes back by itself and asks for what it missed. A refused handshake looks like any other loss to
 * a browser: that nobody is signed in any more is learnt from the page's polling meanwhile.
 */
export class LiveConnection {
  private readonly options: ConnectionOptions
  private socket: WebSocket | null = null
  private attempt = 0
  private seq: number | null = null
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private silenceTimer: ReturnType<typeof setTimeout> | undefined
  private running = false

  constructor(options: ConnectionOptions) {
    this.options = options
  }

  start(): void {
    if (this.running) return
    this.running = true
    this.connect()
  }

  stop(): void {
    this.running = false
    this.seq = null
    this.attempt = 0
    this.drop()
    this.options.onState('off')
  }

  /** Tries at once, for example because the browser says that the network is back. */
  retryNow(): void {
    if (!this.running || this.socket?.readyState === WebSocket.OPEN) return
    this.attempt = 0
    this.drop()
    this.connect()
  }

  /** The network may have gone, which an open socket notices by its silence only: a new one tells at once. */
  doubt(): void {
    if (this.running) this.lost()
  }

  private connect(): void {
    this.options.onState(this.attempt === 0 ? 'connecting' : 'away')
    const open = this.options.openSocket ?? ((url) => new WebSocket(url))
    const socket = open(this.options.url(this.seq))
    this.socket = socket
    this.listenForSilence()
    socket.onopen = () => {
      this.attempt = 0
      this.options.onState('open')
      // What happened between the first lists and this moment has no `after` to ask by.
      if (this.seq === null) this.options.onResync()
    }
    socket.onmessage = (event) => this.receive(event.data)
    socket.onclose = () => this.lost()
  }

  private receive(raw: unknown): void {
    this.listenForSilence()
    const message = parseMessage(raw)
    if (!message) return
    if (message.seq !== undefined) {
      // A replay may overlap with what was already delivered live.
      if (this.seq !== null && message.seq <= this.seq) return
      this.seq = message.seq
    }
    if (message.type === 'resync') {
      // The numbering may have begun anew; go on from the next message.
      this.seq = null
      this.options.onResync()
    } else if (message.type !== 'heartbeat') this.options.onMessage(message)
  }

  private lost(): void {
    this.drop()
    if (!this.running) return
    this.options.onState('away')
    this.retryTimer = setTimeout(() => this.connect(), backoffSeconds(this.attempt, this.options.random) * 1000)
    this.attempt += 1
  }

  private listenForSilence(): void {
    clearTimeout(this.silenceTimer)
    this.silenceTimer = setTimeout(() => this.lost(), SILENCE_MS)
  }

  private drop(): void {
    clearTimeout(this.retryTimer)
    clearTimeout(this.silenceTimer)
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}
