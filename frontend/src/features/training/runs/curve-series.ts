import type { Epoch, Point } from './types'

export type Colour = 'blue' | 'orange' | 'green' | 'purple'
export const colours: Colour[] = ['blue', 'orange', 'green', 'purple']

/** One line over the steps of a run. Dashes tell measurements on the validation split from the training itself. */
export interface Series {
  label: string
  colour: Colour
  dash?: number[]
  steps: number[]
  values: (number | null)[]
}

type Look = Pick<Series, 'label' | 'colour' | 'dash'>

export function ofPoints(points: Point[], value: (point: Point) => number | null, look: Look): Series {
  return { ...look, steps: points.map(({ step }) => step), values: points.map(value) }
}

export function ofEpochs(epochs: Epoch[], value: (epoch: Epoch) => number | null, look: Look): Series {
  return { ...look, steps: epochs.map(({ step }) => step), values: epochs.map(value) }
}

export function isEmpty(series: Series[]): boolean {
  return series.every(({ values }) => values.every((value) => value === null))
}

/** The value at a step, or the last one before it; null before the first. */
export function at({ steps, values }: Series, step: number): number | null {
  const index = steps.findLastIndex((one, position) => one <= step && values[position] !== null)
  return index < 0 ? null : (values[index] ?? null)
}

/** Every step at which something is drawn, in order. */
export function stepsOf(series: Series[]): number[] {
  return [...new Set(series.flatMap(({ steps }) => steps))].sort((a, b) => a - b)
}
