import uPlot from 'uplot'
import { type Colour, type Layer, lonely, type Shape } from './chart-layers'

/** How a chart looks, apart from its values. */
export interface Look {
  shape: Shape
  layers: Pick<Layer, 'colour' | 'dash'>[]
  /** What stands along it: the beginnings of buckets of time, in seconds since 1970, or steps that are counted from 0. */
  along: 'buckets' | 'steps'
  /** Words of a place on the axis below, and of a value on the axis at the left. */
  tick: (place: number) => string
  axis: (value: number) => string
  /** What may lie between two ticks, and between two lines; decimal numbers where nothing is given. */
  tickSteps: number[]
  lineSteps?: number[]
  values: {
    from: 'zero' | 'lowest'
    /** The most that a value can be, or that is shown of it. */
    most?: number | undefined
    log?: boolean
  }
  /** Charts of the same name share their cursor. */
  cursor?: string
}

const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const colour = (name: Colour, opacity = 1) => {
  const value = css(`--chart-${name}`)
  return opacity === 1 ? value : `color-mix(in srgb, ${value} ${opacity * 100}%, transparent)`
}

/** Puts the cursor of a chart, and of those that share it, on a place, or takes it away. */
export function pointAt(plot: uPlot, look: Look, place: number | null): void {
  for (const one of look.cursor === undefined ? [plot] : uPlot.sync(look.cursor).plots) {
    one.setCursor(place === null ? { left: -10, top: -10 } : { left: one.valToPos(place, 'x'), top: 8 })
  }
}

export function optionsOf(
  look: Look,
  size: { width: number; height: number },
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const stacked = look.shape === 'stack' || look.shape === 'bars'
  const layers = stacked ? look.layers.toReversed() : look.layers
  return {
    ...size,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: look.shape === 'lines', size: 7 },
      ...(look.cursor === undefined ? {} : { sync: { key: look.cursor } }),
    },
    scales: { x: { time: false, range: placesOf(look) }, y: valuesOf(look) },
    axes: [placeAxis(look), valueAxis(look)],
    series: [{}, ...layers.map((layer) => seriesOf(layer, look))],
    hooks: { setCursor: [(u) => onCursor(u.cursor.idx ?? null)] },
  }
}

function placesOf({ along, shape }: Look): uPlot.Range.Function {
  if (along === 'steps') return (u) => [0, Math.max(u.data[0].at(-1) ?? 0, 1)]
  // Buckets are known by their beginning; the last one needs its length too, where its end is not among the data.
  return (u, min, max) => [min, shape === 'area' ? max : max + (u.data[0][1] ?? min) - (u.data[0][0] ?? min)]
}

// A const enum, which exists for the compiler alone.
const LOGARITHMIC = 3 as unknown as uPlot.Scale.Distr

function valuesOf({ values, lineSteps }: Look): uPlot.Scale {
  // Of a chart without values uPlot knows neither the lowest nor the highest, whatever its types say.
  return values.log
    ? { distr: LOGARITHMIC, range: (_, min, max) => logarithmic(min, max, values) }
    : { range: (_, min, max) => linear(min, max, values, lineSteps?.[0] ?? 0) }
}

type Ends = [least: number, most: number]

function logarithmic(min: number | null, max: number | null, { most = Infinity }: Look['values']): Ends {
  return [(min ?? 0.1) * 0.8, Math.min((max ?? 1) * 1.25, most)]
}

/** Some air above and below, and a line that never changes in the middle. */
function linear(min: number | null, max: number | null, { from, most = Infinity }: Look['values'], step: number): Ends {
  const low = from === 'zero' ? 0 : (min ?? 0)
  const high = Math.min(max ?? 1, most)
  const air = (high - low) * 0.08 || Math.abs(high) * 0.5 || 1
  const bottom = from === 'zero' ? 0 : Math.max(low - air, low >= 0 ? 0 : -Infinity)
  return [bottom, Math.min(Math.max(high + air, step), most)]
}

const common = { font: '11px "Inter Variable", system-ui, sans-serif', ticks: { show: false }, gap: 8 } as const

function placeAxis({ along, tick, tickSteps }: Look): uPlot.Axis {
  return {
    ...common,
    stroke: () => css('--muted'),
    grid: { show: false },
    space: 72,
    size: 30,
    incrs: tickSteps,
    ...(along === 'buckets' ? { splits: ofTheClock } : {}),
    values: (_, splits) => splits.map(tick),
  }
}

/** Whole hours and days of the reader's own clock, wherever that is. */
function ofTheClock(_: uPlot, __: number, min: number, max: number, step: number): number[] {
  const shift = new Date(min * 1000).getTimezoneOffset() * 60
  const found: number[] = []
  for (let at = Math.ceil((min - shift) / step) * step + shift; at <= max; at += step) found.push(at)
  return found
}

function valueAxis({ axis, lineSteps }: Look): uPlot.Axis {
  return {
    ...common,
    stroke: () => css('--muted'),
    grid: { stroke: () => css('--border'), width: 1 },
    space: 38,
    size: 54,
    ...(lineSteps ? { incrs: lineSteps } : {}),
    // A logarithmic axis leaves out what would lie on each other.
    values: (_, splits) => splits.map((value: number | null) => (value === null ? '' : axis(value))),
  }
}

const bars = uPlot.paths.bars?.({ size: [0.72, 24], align: 1 })
// As wide as a bucket: a stepped line would leave out a bucket that stands alone between empty ones.
const blocks = uPlot.paths.bars?.({ size: [1, Infinity], align: 1 })
const steps = uPlot.paths.stepped?.({ align: 1 })

function seriesOf(layer: Look['layers'][number], { shape, along }: Look): uPlot.Series {
  const line = () => colour(layer.colour)
  const none = { points: { show: false } }
  switch (shape) {
    case 'lines':
      return {
        stroke: line,
        width: 1.75,
        ...(layer.dash ? { dash: layer.dash } : {}),
        ...(along === 'steps' ? measured(line, layer.dash !== undefined) : alone(line)),
      }
    case 'area':
      return {
        stroke: line,
        width: 1.5,
        fill: () => colour(layer.colour, 0.18),
        ...none,
        ...(steps && { paths: steps }),
      }
    case 'stack':
      // A rim in the colour of the page keeps the layers apart in grey as well.
      return { stroke: () => css('--surface'), width: 1, fill: line, ...none, ...(blocks && { paths: blocks }) }
    case 'bars':
      return { stroke: line, width: 0, fill: line, ...none, ...(bars && { paths: bars }) }
  }
}

const MOST_POINTS = 40

/** Lines with points at other places than their neighbours'. What is measured now and then shows where, unless that would be a thick line. */
function measured(line: () => string, seldom: boolean): uPlot.Series {
  const show = (u: uPlot, index: number) => {
    const count = Array.from(u.data[index] ?? []).filter((value) => typeof value === 'number').length
    return count === 1 || (seldom && count <= MOST_POINTS)
  }
  return { spanGaps: true, points: { show, size: 6, stroke: line, fill: line } }
}

function alone(line: () => string): uPlot.Series {
  const filter: uPlot.Series.Points.Filter = (u, index) => lonely(u.data[index] ?? [])
  return { points: { show: true, size: 5, fill: line, stroke: line, filter } }
}
