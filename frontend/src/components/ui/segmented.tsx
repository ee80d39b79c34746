import { ToggleGroup as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '@/lib/class-names'

export interface SegmentedProps<T extends string> {
  value: T
  onValueChange: (value: T) => void
  options: { value: T; label: ReactNode; name?: string }[]
  label: string
  className?: string
}

/** One of a few, all of them visible: a time range, cards or table. */
export function Segmented<T extends string>({ value, onValueChange, options, label, className }: SegmentedProps<T>) {
  return (
    <Radix.Root
      type="single"
      value={value}
      aria-label={label}
      // Radix hands back '' when the chosen one is pressed again; one always stays chosen here.
      onValueChange={(next) => next && onValueChange(next as T)}
      className={cn('inline-flex rounded-md bg-sunken p-0.5', className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className={cn(
            'inline-flex h-7 min-w-7 items-center justify-center gap-1.5 rounded-[6px] px-2.5 text-[13px] font-medium',
            'text-muted transition-colors hover:text-foreground [&_svg]:size-4',
            // Raised from its ground, which in the dark means lighter.
            'data-[state=on]:bg-surface data-[state=on]:text-foreground data-[state=on]:shadow-sm dark:data-[state=on]:bg-border-strong/45',
            'forced-colors:data-[state=on]:forced-color-adjust-none forced-colors:data-[state=on]:bg-[Highlight] forced-colors:data-[state=on]:text-[HighlightText]',
          )}
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  )
}
