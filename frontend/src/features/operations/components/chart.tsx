import { Plot } from '@/components/plot'
import { dataOf, type Layer, type Look, optionsOf, pointAt } from '../chart-options'

export interface ChartProps {
  label: string
  look: Look
  /** Where each bucket begins, seconds since 1970. */
  times: number[]
  layers: Layer[]
  /** The bucket that is read, shared by all charts of the page. */
  cursor: number | null
  onCursor: (index: number | null) => void
  /** A bucket was chosen, by click or Enter. */
  onPick: (index: number) => void
  /** A bucket with its values in words, for who does not see the chart. */
  words: (index: number) => string
}

/** A figure over the time, in buckets. */
export function Chart({ label, look, times, layers, cursor, onCursor, onPick, words }: ChartProps) {
  return (
    <Plot
      label={label}
      height={208}
      look={look}
      options={(size) => optionsOf(look, size, onCursor)}
      data={dataOf(times, layers, look.shape)}
      count={times.length}
      cursor={cursor}
      words={words}
      onMove={(index) => pointAt(index === null ? null : (times[index] ?? null))}
      onPick={onPick}
    />
  )
}
