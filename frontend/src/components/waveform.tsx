import { cn } from '@/lib/class-names'

const HEIGHT = 100

// Quieter than that is drawn as quiet, also where nothing is louder.
const QUIET = 0.05

/**
 * How high each bar is, 0 to 1. A bar of a few values is as high as the loudest of them; one of many is as high as they
 * are on average, beside the other bars: nearly every second of speech has something loud in it.
 */
export function barsOf(peaks: readonly number[], bars: number): number[] {
  const step = peaks.length / bars
  const spans = Array.from({ length: bars }, (_, bar) =>
    peaks.slice(Math.floor(bar * step), Math.max(Math.floor((bar + 1) * step), Math.floor(bar * step) + 1)),
  )
  if (step <= 2) return spans.map((span) => Math.max(...span, 0))
  const means = spans.map((span) => span.reduce((sum, one) => sum + one, 0) / Math.max(1, span.length))
  const loudest = Math.max(...means, QUIET)
  return means.map((mean) => mean / loudest)
}

/** One path for all bars: hundreds of cards with hundreds of bars each stay cheap. */
function barsPath(peaks: readonly number[], bars: number): string {
  return barsOf(peaks, bars)
    .map((height, bar) => {
      const half = Math.max(2, (height * HEIGHT) / 2)
      return `M${bar + 0.5} ${HEIGHT / 2 - half}V${HEIGHT / 2 + half}`
    })
    .join('')
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
