import { suffixOf } from '@/lib/media-formats'
import { dropDraft, type Draft, readDraft, saveDraft } from './recording-draft'
import { closeMedia, MediaRefused, type MediaRefusal, openMedia } from './media-access'

export type RecorderPhase = 'asking' | 'ready' | 'running' | 'paused' | 'review' | MediaRefusal

export interface RecorderState {
  phase: RecorderPhase
  /** Whole seconds recorded so far. */
  seconds: number
  draft: Draft | null
}

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm']
const CHUNK_MS = 1000
const SAVE_EVERY_CHUNKS = 5
const LEVEL_MS = 50

/** The first type that this browser can write and the server can read. */
export function recordingType(isSupported: (type: string) => boolean): string | undefined {
  return TYPES.find((type) => isSupported(type))
}

/** Microphone, level and recording of one dialog. What is recorded is kept on the disk until it is sent or discarded. */
export class SoundRecorder {
  /** Loudness from 0 to 1, one value each 50 ms while the microphone is open. */
  level = 0
  readonly peaks: number[] = []
  private readonly listeners = new Set<() => void>()
  private readonly maxSeconds: number
  private state: RecorderState = { phase: 'asking', seconds: 0, draft: null }
  private stream: MediaStream | undefined
  private context: AudioContext | undefined
  private recorder: MediaRecorder | undefined
  private chunks: Blob[] = []
  private milliseconds = 0
  private timer: ReturnType<typeof setInterval> | undefined
  private saving: Promise<void> = Promise.resolve()
  private ended: (() => void) | undefined
  /** Rises whenever the microphone is let go, so that a late permission opens nothing. */
  private session = 0

  constructor(maxSeconds: number) {
    this.maxSeconds = maxSeconds
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly read = (): RecorderState => this.state

  /** Shows what was left unsent, or else asks for the microphone. */
  async open(): Promise<void> {
    const session = this.session
    const draft = await readDraft()
    if (session !== this.session) return
    if (draft) this.set({ phase: 'review', draft, seconds: Math.floor(draft.duration) })
    else await this.listen()
  }

  private async listen(): Promise<void> {
    const session = this.session
    this.set({ phase: 'asking', seconds: 0, draft: null })
    if (typeof MediaRecorder === 'undefined' && isSecureContext) {
      this.set({ phase: 'unsupported' })
      return
    }
    try {
      const stream = await openMedia({
        audio: { echoCancellation: false, noiseSuppression: true, autoGainControl: true },
      })
      if (session !== this.session) {
        closeMedia(stream)
        return
      }
      this.stream = stream
      this.measure(stream)
      this.set({ phase: 'ready' })
    } catch (error) {
      this.set({ phase: error instanceof MediaRefused ? error.reason : 'denied' })
    }
  }

  private measure(stream: MediaStream): void {
    this.context = new AudioContext()
    const analyser = this.context.createAnalyser()
    analyser.fftSize = 1024
    this.context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length
      // Speech lies some 40 dB below full scale: the square root of the amplitude makes it visible.
      this.level = Math.min(1, Math.sqrt(Math.sqrt(power)) * 1.5)
      if (this.state.phase === 'running') this.tick()
    }, LEVEL_MS)
  }

  private tick(): void {
    this.peaks.push(this.level)
    this.milliseconds += LEVEL_MS
    const seconds = Math.floor(this.milliseconds / 1000)
    if (seconds !== this.state.seconds) this.set({ seconds })
    if (seconds >= this.maxSeconds - 1) this.stop()
  }

  start(): void {
    if (!this.stream) return
    this.chunks = []
    this.peaks.length = 0
    this.milliseconds = 0
    const mimeType = recordingType((type) => MediaRecorder.isTypeSupported(type))
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: 64_000 })
    this.recorder.ondataavailable = (event) => this.keep(event.data)
    this.recorder.onstop = () => this.finish()
    this.recorder.start(CHUNK_MS)
    this.set({ phase: 'running', seconds: 0 })
  }

  pause(): void {
    this.recorder?.pause()
    this.set({ phase: 'paused' })
  }

  resume(): void {
    this.recorder?.resume()
    this.set({ phase: 'running' })
  }

  stop(): void {
    if (this.recorder?.state !== 'inactive') this.recorder?.stop()
  }

  /** Throws the recording away and listens anew. */
  async discard(): Promise<void> {
    await this.forget()
    this.release()
    await this.listen()
  }

  /** Takes the recording off the disk: it was sent, or nobody wants it. */
  async forget(): Promise<void> {
    await this.saving
    await dropDraft()
  }

  /** Lets go of the microphone. Resolves when an unfinished recording is on the disk, where it stays. */
  async close(): Promise<void> {
    const ended = this.recorder && this.recorder.state !== 'inactive' && new Promise<void>((end) => (this.ended = end))
    this.stop()
    this.release()
    await ended
    await this.saving
  }

  private keep(chunk: Blob): void {
    if (chunk.size > 0) this.chunks.push(chunk)
    // The first one at once: a spelled word is over before the fifth.
    if (this.chunks.length % SAVE_EVERY_CHUNKS === 1) this.save(this.draft())
  }

  private finish(): void {
    const draft = this.draft()
    this.save(draft)
    this.release()
    this.set({ phase: 'review', draft })
    this.ended?.()
  }

  /** One after the other: the disk may end them in another order. */
  private save(draft: Draft): void {
    this.saving = this.saving.then(() => saveDraft(draft))
  }

  private draft(): Draft {
    const type = this.recorder?.mimeType ?? 'audio/webm'
    const blob = new Blob(this.chunks, { type })
    return { blob, duration: this.milliseconds / 1000, peaks: [...this.peaks], at: new Date().toISOString() }
  }

  private release(): void {
    this.session += 1
    clearInterval(this.timer)
    closeMedia(this.stream)
    this.stream = undefined
    if (this.context && this.context.state !== 'closed') void this.context.close()
    this.context = undefined
    this.level = 0
  }

  private set(change: Partial<RecorderState>): void {
    this.state = { ...this.state, ...change }
    this.listeners.forEach((listener) => listener())
  }
}

/** The recording as a file, named by its time and with the suffix of what the browser wrote. */
export function fileOfDraft(draft: Draft, name: string): File {
  const [type] = draft.blob.type.split(';')
  return new File([draft.blob], name + suffixOf(draft.blob.type), { type })
}
