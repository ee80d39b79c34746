import encodeQR from 'qr'
import { cn } from '@/lib/class-names'

/** Cells of the quiet margin without which phones do not find the code. */
const MARGIN = 4

/** A text to be scanned: black on white in any theme, since not every camera reads it the other way round. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const cells = encodeQR(text, 'raw', { border: MARGIN })
  const size = cells.length
  const path = cells.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={cn('rounded-lg border bg-white forced-color-adjust-none', className)}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
