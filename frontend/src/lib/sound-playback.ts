import { useState, useSyncExternalStore } from 'react'

export interface PlaybackState {
  playing: boolean
  /** Seconds. */
  time: number
  failed: boolean
}

const playing = new Set<SoundPlayback>()

/**
 * One sound, fetched when it is first played. The whole file is held as an object URL, because a stream without
 * byte ranges, and what MediaRecorder writes, cannot be jumped about in.
 */
export class SoundPlayback {
  private readonly source: () => Promise<Blob | string>
  private readonly listeners = new Set<() => void>()
  private audio: HTMLAudioElement | undefined
  /** One for all that ask while it is on its way: two would sound at once. */
  private loading: Promise<HTMLAudioElement> | undefined
  /** Made here of bytes, which are held until it is given back. */
  private address: string | undefined
  private state: PlaybackState = { playing: false, time: 0, failed: false }
  private stopAt = Infinity

  constructor(source: () => Promise<Blob | string>) {
    this.source = source
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.release()
    }
  }

  readonly read = (): PlaybackState => this.state

  toggle(): void {
    if (this.state.playing) this.pause()
    else void this.play(this.audio?.ended ? 0 : this.state.time)
  }

  pause(): void {
    playing.delete(this)
    this.audio?.pause()
  }

  seek(time: number): void {
    if (this.audio) this.audio.currentTime = time
    this.set({ time })
  }

  /** Plays from a moment, to the end or to `until`; silences whatever else plays on the page. */
  async play(from: number, until = Infinity): Promise<void> {
    for (const other of playing) if (other !== this) other.pause()
    playing.add(this)
    try {
      const audio = await (this.loading ??= this.load())
      audio.currentTime = from
      this.stopAt = until
      await audio.play()
    } catch (error) {
      // Pausing while it starts is no failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.set({ failed: true, playing: false })
      if (!this.audio) this.loading = undefined
    }
  }

  private async load(): Promise<HTMLAudioElement> {
    return (this.audio = this.listen(new Audio(await this.addressOf())))
  }

  private async addressOf(): Promise<string> {
    const source = await this.source()
    if (typeof source === 'string') return source
    return (this.address = URL.createObjectURL(source))
  }

  private release(): void {
    this.pause()
    if (this.address === undefined) return
    URL.revokeObjectURL(this.address)
    this.address = this.audio = this.loading = undefined
  }

  private listen(audio: HTMLAudioElement): HTMLAudioElement {
    audio.onplay = () => {
      this.set({ playing: true, failed: false })
      this.follow()
    }
    audio.onpause = () => this.set({ playing: false, time: audio.currentTime })
    audio.onended = () => this.set({ playing: false, time: 0 })
    return audio
  }

  /** `timeupdate` comes four times a second, too seldom to mark a word. */
  private follow(): void {
    const audio = this.audio
    if (!audio || audio.paused) return
    if (audio.currentTime >= this.stopAt) audio.pause()
    this.set({ time: audio.currentTime })
    requestAnimationFrame(() => this.follow())
  }

  private set(change: Partial<PlaybackState>): void {
    this.state = { ...this.state, ...change }
    this.listeners.forEach((listener) => listener())
  }
}

/** `source` answers what is played, as bytes or an address; it is asked once, at the first play. */
export function useSoundPlayback(source: () => Promise<Blob | string>): [SoundPlayback, PlaybackState] {
  const [playback] = useState(() => new SoundPlayback(source))
  return [playback, useSyncExternalStore(playback.subscribe, playback.read)]
}
