import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from '@/lib/class-names'

/** A box of 16 pixels in a target of 24. */
export function Checkbox({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <input
      type="checkbox"
      className={cn(
        'grid size-6 shrink-0 cursor-pointer appearance-none place-content-center rounded-sm',
        "before:size-4 before:rounded-[4px] before:border before:border-border-strong before:bg-surface before:content-[''] before:[grid-area:1/1]",
        "after:size-2.5 after:scale-0 after:bg-on-accent after:content-[''] after:[clip-path:polygon(14%_44%,0_65%,45%_100%,100%_16%,80%_0,43%_62%)] after:[grid-area:1/1] after:place-self-center",
        'checked:before:border-accent checked:before:bg-accent checked:after:scale-100',
        'disabled:cursor-not-allowed disabled:opacity-50 forced-colors:appearance-auto',
        className,
      )}
      {...props}
    />
  )
}

export interface CheckRowProps {
  label: ReactNode
  /** Describes it; no part of its name. */
  hint?: ReactNode
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
  className?: string
}

/** A box with its words, all of which can be clicked. */
export function CheckRow({ label, hint, checked, disabled, onChange, className }: CheckRowProps) {
  const id = useId()
  return (
    <label className={cn('flex cursor-pointer items-start gap-1.5 text-sm has-disabled:cursor-not-allowed', className)}>
      <Checkbox
        aria-labelledby={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="min-w-0 pt-0.5">
        <span id={id}>{label}</span>
        {hint ? (
          <span id={`${id}-hint`} className="text-muted">
            {' '}
            {hint}
          </span>
        ) : null}
      </span>
    </label>
  )
}
