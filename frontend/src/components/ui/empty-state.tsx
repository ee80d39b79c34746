import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface EmptyStateProps {
  icon: LucideIcon
  title: string
  /** Where it is all that a page has to say. */
  isPage?: boolean
  children?: ReactNode
  action?: ReactNode
}

export function EmptyState({ icon: Icon, title, isPage = false, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed px-6 py-14 text-center">
      <Icon aria-hidden className="size-7 text-muted" strokeWidth={1.5} />
      {isPage ? <h1 className="font-medium">{title}</h1> : <p className="font-medium">{title}</p>}
      {children ? <div className="max-w-md text-sm text-muted">{children}</div> : null}
      {action}
    </div>
  )
}
