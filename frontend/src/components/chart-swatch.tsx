import type { Colour } from './chart-layers'

/** The sign of a layer in a legend: its dashes, or its colour as a square. */
export function Swatch({ colour, dash, line }: { colour: Colour; dash?: number[] | undefined; line: boolean }) {
  const stroke = `var(--chart-${colour})`
  return line ? (
    <svg viewBox="0 0 18 4" className="h-1 w-[18px] shrink-0">
      <line x1="0" y1="2" x2="18" y2="2" stroke={stroke} strokeWidth="2.5" strokeDasharray={dash?.join(' ')} />
    </svg>
  ) : (
    <svg viewBox="0 0 10 10" className="size-2.5 shrink-0">
      <rect width="10" height="10" rx="2.5" fill={stroke} />
    </svg>
  )
}
