import { cn } from '@/lib/class-names'

const HEIGHT = 100

/** One path for all bars: hundreds of cards with hundreds of bars each stay cheap. */
function barsPath(peaks: readonly number[], bars: number): string {
  const step = peaks.length / bars
  let path = ''
  for (let bar = 0; bar < bars; bar++) {
    const span = peaks.slice(Math.floor(bar * step), Math.max(Math.floor((bar + 1) * step), Math.floor(bar * step) + 1))
    const half = Math.max(2, (Math.max(...span, 0) * HEIGHT) / 2)
    path += `M${bar + 0.5} ${HEIGHT / 2 - half}V${HEIGHT / 2 + half}`
  }
  return path
}

export interface WaveformProps {
  /** Loudness from 0 to 1 over time. */
  peaks: readonly number[]
  /** Share that has been played, 0 to 1. */
  played?: number
  bars?: number
  className?: string
}

export function Waveform({ peaks, played = 0, bars = 100, className }: WaveformProps) {
  const path = barsPath(peaks, bars)
  const stroke = { fill: 'none', strokeWidth: 0.62, strokeLinecap: 'butt' } as const
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${bars} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn('h-12 w-full', className)}
    >
      <path d={path} {...stroke} className="stroke-border-strong" />
      <path
        d={path}
        {...stroke}
        className="stroke-accent"
        style={{ clipPath: `inset(0 ${(1 - played) * 100}% 0 0)` }}
      />
    </svg>
  )
}
