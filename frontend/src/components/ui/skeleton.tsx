import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names'

/** Keeps the place of what is being read, so that nothing moves when it arrives. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return <div aria-hidden className={cn('animate-pulse rounded-md bg-sunken', className)} {...props} />
}
