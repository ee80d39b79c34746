import type { Colour, Values } from '@/components/chart-layers'

const W = 240
const H = 40

/** The shape of the figure over the range, without axes: the chart below has them. */
export function Sparkline({ values, colour }: { values: Values; colour: Colour }) {
  const highest = Math.max(...values.map((value) => value ?? 0))
  const x = (index: number) => (index / Math.max(1, values.length - 1)) * W
  const y = (value: number) => H - 2 - (highest ? (value / highest) * (H - 6) : 0)
  const runs: string[][] = [[]]
  values.forEach((value, index) => {
    if (value === null) runs.push([])
    else runs.at(-1)?.push(`${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
  })
  const drawn = highest > 0 ? runs.filter((run) => run.length > 0) : []
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${W} ${H}`}
      preserveAspectRatio="none"
      className="block h-10 w-full"
      style={{ color: `var(--chart-${colour})` }}
    >
      {drawn.map((run) => {
        const [first = '', last = ''] = [run[0], run.at(-1)]
        const edge = (point: string) => `${point.split(' ')[0] ?? '0'} ${H}`
        return (
          <g key={first}>
            <path d={`M${edge(first)}L${run.join('L')}L${edge(last)}Z`} fill="currentColor" opacity="0.14" />
            <path
              d={run.length > 1 ? `M${run.join('L')}` : `M${first}h1.5`}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        )
      })}
    </svg>
  )
}
