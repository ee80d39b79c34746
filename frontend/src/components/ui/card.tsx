import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names'

export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('rounded-lg border bg-surface', className)} {...props} />
}

export function CardTitle({ className, children, ...props }: ComponentProps<'h2'>) {
  return (
    <h2 className={cn('text-[15px] font-semibold tracking-tight', className)} {...props}>
      {children}
    </h2>
  )
}
