import { ApiError } from '@/api/problem'
import type { Kind } from '@/api/types'
import { backoffSeconds } from '@/lib/backoff'
import type { RequestChoice } from './choice'

/** `held`: the network or the server is away, or the queue is full; it goes on by itself. */
export type UploadState = 'waiting' | 'sending' | 'checking' | 'held' | 'refused'

export interface Upload {
  /** The prediction's id, made here: sending it again after a loss runs nothing twice. */
  id: string
  file: File
  kind: Kind | null
  choice: RequestChoice
  state: UploadState
  /** Share of the bytes that have left, 0 to 1. */
  progress: number
  error: ApiError | null
}

/** One that is not refused. */
export type OnTheWay = Upload & { state: Exclude<UploadState, 'refused'> }

export function isOnTheWay(upload: Upload): upload is OnTheWay {
  return upload.state !== 'refused'
}

export type NewUpload = Pick<Upload, 'id' | 'file' | 'kind' | 'choice'>

export interface QueueOptions<Answer> {
  send: (upload: Upload, onProgress: (share: number) => void, signal: AbortSignal) => Promise<Answer>
  /** The upload leaves the queue when this has ended, so that its place is never empty. */
  onAccepted: (answer: Answer) => Promise<void>
  /** It will not be sent again by itself: accepted, refused or removed. */
  onSettled: (id: string) => void
}

const AT_ONCE = 3
const SERVER_FAULT_TRIES = 3

function comesBack(error: ApiError): boolean {
  return [0, 429, 502, 503, 504].includes(error.status)
}

/** Sends files one request each, three at a time, oldest first. */
export class UploadQueue<Answer> {
  private readonly options: QueueOptions<Answer>
  private readonly uploads = new Map<string, Upload>()
  private readonly tries = new Map<string, number>()
  private readonly aborts = new Map<string, AbortController>()
  private readonly listeners = new Set<() => void>()
  private snapshot: readonly Upload[] = []

  constructor(options: QueueOptions<Answer>) {
    this.options = options
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly all = (): readonly Upload[] => this.snapshot

  add(files: readonly NewUpload[]): void {
    for (const file of files) {
      if (!this.uploads.has(file.id)) this.uploads.set(file.id, { ...file, state: 'waiting', progress: 0, error: null })
    }
    this.changed()
    this.pump()
  }

  /** For a file that is known to be refused before a byte is sent. */
  refuse(file: NewUpload, error: ApiError): void {
    this.uploads.set(file.id, { ...file, state: 'refused', progress: 0, error })
    this.changed()
  }

  retry(id: string): void {
    this.tries.delete(id)
    this.update(id, { state: 'waiting', progress: 0, error: null })
    this.pump()
  }

  /** The network is back: what was held goes on at once. */
  retryHeld(): void {
    for (const upload of this.snapshot) if (upload.state === 'held') this.update(upload.id, { state: 'waiting' })
    this.pump()
  }

  remove(id: string): void {
    this.uploads.delete(id)
    this.aborts.get(id)?.abort()
    this.aborts.delete(id)
    this.settle(id)
    this.changed()
    this.pump()
  }

  private pump(): void {
    const busy = this.aborts.size
    const next = this.snapshot.filter((upload) => upload.state === 'waiting').slice(0, AT_ONCE - busy)
    for (const upload of next) void this.send(upload)
  }

  private async send(upload: Upload): Promise<void> {
    const abort = new AbortController()
    this.aborts.set(upload.id, abort)
    this.update(upload.id, { state: 'sending', progress: 0 })
    try {
      const onProgress = (share: number) =>
        this.update(upload.id, { state: share < 1 ? 'sending' : 'checking', progress: share })
      const answer = await this.options.send(upload, onProgress, abort.signal)
      this.aborts.delete(upload.id)
      await this.options.onAccepted(answer)
      this.uploads.delete(upload.id)
      this.settle(upload.id)
      this.changed()
    } catch (error) {
      this.aborts.delete(upload.id)
      if (error instanceof ApiError) this.failed(upload.id, error)
      else if (!abort.signal.aborted) throw error
    } finally {
      this.pump()
    }
  }

  private failed(id: string, error: ApiError): void {
    const tries = (this.tries.get(id) ?? 0) + 1
    this.tries.set(id, tries)
    const again = comesBack(error) || (error.status >= 500 && tries < SERVER_FAULT_TRIES)
    this.update(id, { state: again ? 'held' : 'refused', progress: 0, error })
    if (!again) {
      // What only the server got wrong, or a new sign-in would cure, is worth keeping for another visit.
      if (error.status < 500 && error.status !== 401) this.settle(id)
      return
    }
    const seconds = Math.max(error.retryAfter ?? 0, backoffSeconds(tries))
    setTimeout(() => {
      if (this.uploads.get(id)?.state !== 'held') return
      this.update(id, { state: 'waiting' })
      this.pump()
    }, seconds * 1000)
  }

  private settle(id: string): void {
    this.tries.delete(id)
    this.options.onSettled(id)
  }

  private update(id: string, change: Partial<Upload>): void {
    const upload = this.uploads.get(id)
    if (!upload) return
    this.uploads.set(id, { ...upload, ...change })
    this.changed()
  }

  private changed(): void {
    this.snapshot = [...this.uploads.values()]
    this.listeners.forEach((listener) => listener())
  }
}
