import { suffixOf } from '@/lib/media-formats'
import { dropDraft, type Draft, joined, readDraft, savePiece } from './recording-draft'
import { closeMedia, MediaRefused, type MediaRefusal, openMedia } from './media-access'

export type RecorderPhase = 'asking' | 'ready' | 'running' | 'paused' | 'review' | MediaRefusal

export interface RecorderState {
  phase: RecorderPhase
  /** Whole seconds recorded so far. */
  seconds: number
  draft: Draft | null
}

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm']
/** As long as what a reload may lose: a spelled word is over in a second. */
const PIECE_MS = 500
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
  private pieces: Draft[] = []
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
    this.pieces = []
    this.peaks.length = 0
    this.milliseconds = 0
    const mimeType = recordingType((type) => MediaRecorder.isTypeSupported(type))
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: 64_000 })
    this.recorder.ondataavailable = (event) => this.keep(event.data)
    this.recorder.onstop = () => this.finish()
    this.recorder.start(PIECE_MS)
    this.set({ phase: 'running', seconds: 0 })
  }

  pause(): void {
    this.recorder?.pause()
    this.recorder?.requestData()
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
    if (chunk.size === 0) return
    const before = joined(this.pieces)
    const piece = {
      blob: new Blob([chunk], { type: this.recorder?.mimeType ?? 'audio/webm' }),
      duration: this.milliseconds / 1000 - (before?.duration ?? 0),
      peaks: this.peaks.slice(before?.peaks.length ?? 0),
      at: new Date().toISOString(),
    }
    const number = this.pieces.push(piece)
    this.saving = this.saving.then(() => savePiece(number, piece))
  }

  private finish(): void {
    this.release()
    const draft = joined(this.pieces)
    if (draft) this.set({ phase: 'review', draft })
    else void this.listen()
    this.ended?.()
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
