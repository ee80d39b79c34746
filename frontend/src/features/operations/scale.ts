import type { Range } from './search'

export type Unit = 'ms' | 's' | 'min'

const factor: Record<Unit, number> = { ms: 1000, s: 1, min: 1 / 60 }

/** The unit in which durations up to `longest` seconds are read most easily. */
export function unitFor(longest: number): Unit {
  if (longest < 1) return 'ms'
  return longest < 180 ? 's' : 'min'
}

const short: Record<Unit, string> = { ms: 'ms', s: 's', min: 'min' }
const chinese: Record<Unit, string> = { ms: '毫秒', s: '秒', min: '分钟' }

/** Seconds on an axis, all in one unit: 0.2 -> "200 ms". */
export function inUnit(seconds: number, unit: Unit, language: string): string {
  const value = seconds * factor[unit]
  if (value === 0) return '0'
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value)} ${(language.startsWith('zh') ? chinese : short)[unit]}`
}

/** Steps between the lines of an axis that make round numbers in `unit`, in seconds. */
export function stepsIn(unit: Unit): number[] {
  const steps = unit === 'min' ? [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240] : decimals
  return steps.map((step) => step / factor[unit])
}

const decimals = Array.from({ length: 8 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** (power - 3))).flat()
/** For counts. */
export const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]
/** For rates. */
export const anySteps = [...decimals.filter((step) => step < 1), ...wholeSteps]

/** A moment below a chart: the time of day, or the day where the range is longer than two. */
export function tickLabel(seconds: number, range: Range, language: string): string {
  const options: Intl.DateTimeFormatOptions =
    range === '7d' || range === '30d'
      ? { day: 'numeric', month: 'short' }
      : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return new Intl.DateTimeFormat(language, options).format(seconds * 1000)
}

/** A bucket in words: "14:03 – 14:04", with the day where the range has several. */
export function bucketLabel(start: number, length: number, range: Range, language: string): string {
  const options: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(length < 60 ? { second: '2-digit' } : {}),
    ...(range === '24h' || range === '7d' || range === '30d' ? { day: 'numeric', month: 'short' } : {}),
  }
  return new Intl.DateTimeFormat(language, options).formatRange(start * 1000, (start + length) * 1000)
}

/** "12m ago", short enough for a column. */
export function shortAgo(iso: string, now: number, language: string): string {
  const relative = new Intl.RelativeTimeFormat(language, { style: 'narrow', numeric: 'always' })
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000)
  if (seconds < 60) return relative.format(-Math.round(seconds), 'second')
  if (seconds < 3600) return relative.format(-Math.round(seconds / 60), 'minute')
  if (seconds < 86_400) return relative.format(-Math.round(seconds / 3600), 'hour')
  return relative.format(-Math.round(seconds / 86_400), 'day')
}

/** Steps between the times below a chart, in seconds. */
export const timeSteps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000]
