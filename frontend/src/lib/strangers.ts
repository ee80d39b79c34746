/** How well a version tells files of nothing that it learned, of one kind, from what it knows; shares, 0 to 1. */
export interface Strangers {
  /** What they show: `noise`, or the name of somebody's own folder. */
  name: string
  items: number | null
  /** The area under the curve: how often a known file is more familiar than one of these. */
  area: number
  areaInterval: Interval | null
  /** How many are let through when 95 % of the known pass. */
  letThrough: number
  letThroughInterval: Interval | null
}

export type Interval = [low: number, high: number]

/** From the metrics of a bundle, or an evaluation; none where the version cannot tell, or was not measured. */
export function readStrangers({ strangers }: { strangers?: unknown }): Strangers[] {
  return Object.entries(record(strangers)).flatMap(([name, value]) => {
    const figures = record(value)
    const { items, area, let_through: letThrough } = figures
    if (typeof area !== 'number' || typeof letThrough !== 'number') return []
    return [
      {
        name,
        items: typeof items === 'number' ? items : null,
        area,
        areaInterval: interval(figures.area_interval),
        letThrough,
        letThroughInterval: interval(figures.let_through_interval),
      },
    ]
  })
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function interval(value: unknown): Interval | null {
  const [low, high] = Array.isArray(value) ? (value as unknown[]) : []
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : null
}
