import uPlot from 'uplot'
import { lonely, stack, type Values } from './figures'

export type Colour = 'blue' | 'orange' | 'green' | 'vermilion' | 'purple' | 'ink'

/** One measured thing. Told apart by its dashes or its place in the stack too, not by colour alone. */
export interface Layer {
  label: string
  colour: Colour
  values: Values
  dash?: number[]
}

export type Shape = 'lines' | 'area' | 'stack' | 'bars'

export interface Look {
  shape: Shape
  layers: Pick<Layer, 'colour' | 'dash'>[]
  /** Words of a value on the axis at the left. */
  axis: (value: number) => string
  /** Words of a moment (seconds since 1970) on the axis below. */
  tick: (seconds: number) => string
  steps: number[]
  timeSteps: number[]
}

const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const colour = (name: Colour, opacity = 1) => {
  const value = css(`--chart-${name}`)
  return opacity === 1 ? value : `color-mix(in srgb, ${value} ${opacity * 100}%, transparent)`
}

const SYNC = 'operations'

/** Puts the cursor of all charts of the page on one moment, or takes it away. */
export function pointAt(moment: number | null): void {
  for (const plot of uPlot.sync(SYNC).plots) {
    plot.setCursor(moment === null ? { left: -10, top: -10 } : { left: plot.valToPos(moment, 'x'), top: 8 })
  }
}

/** What uPlot draws: the moments, then one list per layer, running totals where layers are stacked. */
export function dataOf(times: number[], layers: Layer[], shape: Shape): uPlot.AlignedData {
  const stepped = shape === 'area'
  const end = (times.at(-1) ?? 0) + (times[1] ?? 0) - (times[0] ?? 0)
  // A step is drawn up to the next point, so the last bucket needs one at its end.
  const moments = stepped ? [...times, end] : times
  const values = layers.map((layer) => (stepped ? [...layer.values, layer.values.at(-1) ?? null] : layer.values))
  // The tallest comes first, so that the lower ones are drawn over it.
  const drawn = shape === 'stack' || shape === 'bars' ? stack(values).reverse() : values
  return [moments, ...drawn]
}

export function optionsOf(
  look: Look,
  size: { width: number; height: number },
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const stacked = look.shape === 'stack' || look.shape === 'bars'
  const stepped = look.shape === 'area'
  const layers = stacked ? look.layers.toReversed() : look.layers
  return {
    ...size,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      sync: { key: SYNC },
      drag: { x: false, y: false },
      points: { show: look.shape === 'lines', size: 7 },
    },
    scales: {
      // Buckets are known by their beginning; the last one needs its length too, where its end is not among the data.
      x: {
        time: false,
        range: (u, min, max) => [min, stepped ? max : max + (u.data[0][1] ?? min) - (u.data[0][0] ?? min)],
      },
      y: { range: (_, __, max) => [0, Math.max(max * 1.08, look.steps[0] ?? 1)] },
    },
    axes: [timeAxis(look), valueAxis(look)],
    series: [{}, ...layers.map((layer) => seriesOf(layer, look.shape))],
    hooks: { setCursor: [(u) => onCursor(u.cursor.idx ?? null)] },
  }
}

const font = '11px "Inter Variable", system-ui, sans-serif'

function timeAxis(look: Look): uPlot.Axis {
  return {
    font,
    stroke: () => css('--muted'),
    grid: { show: false },
    ticks: { show: false },
    space: 72,
    size: 30,
    gap: 8,
    incrs: look.timeSteps,
    // Whole hours and days of the reader's own clock, wherever that is.
    splits: (_, __, min, max, step) => {
      const shift = new Date(min * 1000).getTimezoneOffset() * 60
      const found: number[] = []
      for (let at = Math.ceil((min - shift) / step) * step + shift; at <= max; at += step) found.push(at)
      return found
    },
    values: (_, splits) => splits.map(look.tick),
  }
}

function valueAxis(look: Look): uPlot.Axis {
  return {
    font,
    stroke: () => css('--muted'),
    grid: { stroke: () => css('--border'), width: 1 },
    ticks: { show: false },
    space: 38,
    size: 50,
    gap: 8,
    incrs: look.steps,
    values: (_, splits) => splits.map(look.axis),
  }
}

const bars = uPlot.paths.bars?.({ size: [0.72, 24], align: 1 })
// As wide as a bucket: a stepped line would leave out a bucket that stands alone between empty ones.
const blocks = uPlot.paths.bars?.({ size: [1, Infinity], align: 1 })
const steps = uPlot.paths.stepped?.({ align: 1 })

function seriesOf(layer: Look['layers'][number], shape: Shape): uPlot.Series {
  const line = () => colour(layer.colour)
  switch (shape) {
    case 'lines':
      return {
        stroke: line,
        width: 1.75,
        ...(layer.dash ? { dash: layer.dash } : {}),
        points: { show: true, size: 5, fill: line, stroke: line, filter: (u, index) => lonely(u.data[index] ?? []) },
      }
    case 'area':
      return {
        stroke: line,
        width: 1.5,
        fill: () => colour(layer.colour, 0.18),
        points: { show: false },
        ...(steps ? { paths: steps } : {}),
      }
    case 'stack':
      // A rim in the colour of the page keeps the layers apart in grey as well.
      return {
        stroke: () => css('--surface'),
        width: 1,
        fill: line,
        points: { show: false },
        ...(blocks ? { paths: blocks } : {}),
      }
    case 'bars':
      return { stroke: line, width: 0, fill: line, points: { show: false }, ...(bars ? { paths: bars } : {}) }
  }
}
