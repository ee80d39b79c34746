import uPlot from 'uplot'
import type { Series } from './curve-series'

const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const WHOLE = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].flatMap((power) => [power, 2 * power, 5 * power])
const font = '11px "Inter Variable", system-ui, sans-serif'

/** What uPlot draws: all steps, then a list for each line, with nothing where a line has no point. */
export function dataOf(series: Series[]): uPlot.AlignedData {
  return uPlot.join(series.map(({ steps, values }): uPlot.AlignedData => [steps, values]))
}

export interface Look {
  lines: Pick<Series, 'colour' | 'dash'>[]
  axis: (value: number) => string
  step: (value: number) => string
  fromZero: boolean
}

export function optionsOf(
  look: Look,
  size: { width: number; height: number },
  onCursor: (index: number | null) => void,
): uPlot.Options {
  return {
    ...size,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: (u) => [0, Math.max(u.data[0].at(-1) ?? 0, 1)] },
      y: { range: (_, min, max) => rangeOf(min, max, look.fromZero) },
    },
    axes: [
      {
        font,
        stroke: () => css('--muted'),
        grid: { show: false },
        ticks: { show: false },
        space: 72,
        size: 30,
        gap: 8,
        incrs: WHOLE,
        values: (_, splits) => splits.map(look.step),
      },
      {
        font,
        stroke: () => css('--muted'),
        grid: { stroke: () => css('--border'), width: 1 },
        ticks: { show: false },
        space: 38,
        size: 54,
        gap: 8,
        values: (_, splits) => splits.map(look.axis),
      },
    ],
    series: [{}, ...look.lines.map(lineOf)],
    hooks: { setCursor: [(u) => onCursor(u.cursor.idx ?? null)] },
  }
}

function lineOf({ colour, dash }: Look['lines'][number]): uPlot.Series {
  const stroke = () => css(`--chart-${colour}`)
  // What is measured once an epoch shows where.
  const points: uPlot.Series.Points = {
    show: (u, index) => hasPoints(u.data[index] ?? [], dash !== undefined),
    size: 6,
    stroke,
    fill: stroke,
  }
  return { stroke, width: 1.75, spanGaps: true, points, ...(dash ? { dash } : {}) }
}

const MOST_POINTS = 40

/** A line needs two values, so one alone is a point; more than a few points would be a thick line. */
function hasPoints(values: ArrayLike<number | null | undefined>, measured: boolean): boolean {
  const count = Array.from(values).filter((value) => typeof value === 'number').length
  return count === 1 || (measured && count <= MOST_POINTS)
}

/** Some air above and below, and a line that never changes in the middle. */
function rangeOf(min: number | null, max: number | null, fromZero: boolean): [number, number] {
  const low = min ?? 0
  const high = max ?? 1
  const air = (high - low) * 0.08 || Math.abs(high) * 0.5 || 1
  return [fromZero ? 0 : Math.max(low - air, low >= 0 ? 0 : -Infinity), high + air]
}
