import { Pause, Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatClock } from '@/lib/format'
import type { PlaybackState, SoundPlayback } from '@/lib/sound-playback'
import { Button } from './ui/button'
import { Waveform } from './waveform'

export interface SoundPlayerProps {
  playback: SoundPlayback
  state: PlaybackState
  peaks: readonly number[]
  /** Seconds. */
  duration: number
}

/** Play button, waveform to jump about in, and the clock. */
export function SoundPlayer({ playback, state, peaks, duration }: SoundPlayerProps) {
  const { t } = useTranslation('app')
  const time = Math.min(state.time, duration)
  return (
    <div className="flex items-center gap-3">
      <Button
        size="icon"
        className="rounded-full"
        aria-label={state.playing ? t('sound.pause') : t('sound.play')}
        onClick={() => playback.toggle()}
      >
        {state.playing ? <Pause className="fill-current" /> : <Play className="translate-x-px fill-current" />}
      </Button>
      <div className="relative min-w-0 flex-1">
        <Waveform peaks={peaks} played={duration > 0 ? time / duration : 0} />
        <input
          type="range"
          min={0}
          max={duration}
          step={0.01}
          value={time}
          onChange={(event) => playback.seek(Number(event.target.value))}
          aria-label={t('sound.position')}
          aria-valuetext={`${formatClock(time)} / ${formatClock(duration)}`}
          className="absolute inset-0 h-full w-full cursor-pointer rounded-sm opacity-0 focus-visible:opacity-100 focus-visible:accent-accent"
        />
      </div>
      <span className="text-xs text-muted tabular-nums">
        {formatClock(time)} / {formatClock(duration)}
      </span>
    </div>
  )
}
