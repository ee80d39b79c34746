import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names'

const box =
  'w-full rounded-md border border-border-strong/60 bg-surface px-3 text-sm placeholder:text-muted ' +
  'disabled:opacity-50 aria-invalid:border-error'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(box, 'h-9', className)} {...props} />
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(box, 'min-h-20 py-2', className)} {...props} />
}
