import { useMemo } from 'react'
import { dataOf, type Layer } from './chart-layers'
import { type Look, optionsOf, pointAt } from './chart-options'
import { Plot } from './plot'

export interface ChartProps {
  label: string
  /** Drawn anew where this is another object. */
  look: Look
  places: number[]
  layers: Layer[]
  /** The place that is read. */
  cursor: number | null
  onCursor: (index: number | null) => void
  /** A place was chosen, by click or Enter. */
  onPick?: ((index: number) => void) | undefined
  /** A place with its values in words, for who does not see the chart. */
  words: (index: number) => string
}

export const CHART_HEIGHT = 208

/** Figures over time or over steps. */
export function Chart({ label, look, places, layers, cursor, onCursor, onPick, words }: ChartProps) {
  const data = useMemo(() => dataOf(places, layers, look.shape), [places, layers, look.shape])
  return (
    <Plot
      label={label}
      height={CHART_HEIGHT}
      look={look}
      options={(size) => optionsOf(look, size, onCursor)}
      data={data}
      count={places.length}
      cursor={cursor}
      words={words}
      onMove={(index, plot) => plot && pointAt(plot, look, index === null ? null : (places[index] ?? null))}
      onPick={onPick}
    />
  )
}
