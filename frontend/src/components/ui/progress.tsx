import { Progress as Radix } from 'radix-ui'
import { cn } from '@/lib/class-names'

/** `value` from 0 to 1. */
export function Progress({ value, label, className }: { value: number; label: string; className?: string }) {
  return (
    <Radix.Root
      aria-label={label}
      value={Math.round(value * 100)}
      className={cn('h-1.5 overflow-hidden rounded-full bg-sunken', className)}
    >
      <Radix.Indicator
        className="h-full origin-left rounded-full bg-accent transition-transform"
        style={{ transform: `scaleX(${value})` }}
      />
    </Radix.Root>
  )
}
