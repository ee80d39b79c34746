import type { Colour, Layer } from '@/components/chart-layers'
import type { Epoch, Point } from './types'

export const colours: Colour[] = ['blue', 'orange', 'green', 'purple']

/** One line over the steps of a run. Dashes tell measurements on the validation split from the training itself. */
export interface Series extends Layer {
  steps: number[]
}

type Look = Pick<Series, 'label' | 'colour' | 'dash'>

export function ofPoints(points: Point[], value: (point: Point) => number | null, look: Look): Series {
  return { ...look, steps: points.map(({ step }) => step), values: points.map(value) }
}

export function ofEpochs(epochs: Epoch[], value: (epoch: Epoch) => number | null, look: Look): Series {
  return { ...look, steps: epochs.map(({ step }) => step), values: epochs.map(value) }
}

/** Every step at which something is drawn, in order, and the lines with a value or a hole at each of them. */
export function aligned(series: Series[]): { steps: number[]; layers: Layer[] } {
  const steps = [...new Set(series.flatMap((one) => one.steps))].sort((a, b) => a - b)
  const layers = series.map(({ steps: own, values, ...look }) => {
    const known = new Map(own.map((step, index) => [step, values[index] ?? null]))
    return { ...look, values: steps.map((step) => known.get(step) ?? null) }
  })
  return { steps, layers }
}

export function isEmpty(series: Series[]): boolean {
  return series.every(({ values }) => values.every((value) => value === null))
}

/** So much above the middle of all values one value presses the rest of a linear chart flat. */
const FLATTENING = 20

/** Whether a few values are so far above the others that only a logarithmic axis shows them all. */
export function isFlattened(series: Series[]): boolean {
  const values = series.flatMap((one) => one.values.filter((value) => value !== null)).sort((a, b) => a - b)
  const [least = 0, middle = 0, most = 0] = [values[0], values[Math.floor(values.length / 2)], values.at(-1)]
  return least > 0 && most > FLATTENING * middle
}
