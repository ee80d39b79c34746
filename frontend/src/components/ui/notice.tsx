import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/class-names'

const looks = {
  info: { icon: Info, box: 'bg-sunken', sign: 'text-muted' },
  success: { icon: CircleCheck, box: 'bg-success-soft', sign: 'text-success' },
  warn: { icon: TriangleAlert, box: 'bg-warn-soft', sign: 'text-warn' },
  error: { icon: CircleAlert, box: 'bg-error-soft', sign: 'text-error' },
}

export interface NoticeProps {
  tone?: keyof typeof looks
  title?: ReactNode
  action?: ReactNode
  className?: string
  children?: ReactNode
}

/** A sentence beside the thing it speaks of, with what can be done about it. */
export function Notice({ tone = 'info', title, action, className, children }: NoticeProps) {
  const { icon: Icon, box, sign } = looks[tone]
  return (
    <div
      role={tone === 'error' ? 'alert' : undefined}
      className={cn('flex gap-2.5 rounded-lg px-3 py-2.5 text-sm', box, className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', sign)} />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={title ? 'text-muted' : undefined}>{children}</div> : null}
      </div>
      {action}
    </div>
  )
}
