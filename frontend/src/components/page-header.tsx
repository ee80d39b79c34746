import type { ReactNode } from 'react'
import { usePageTitle } from '@/lib/page-title'

/** The one h1 of a page, a line about it, and what can be done on it. A title in plain words names the browser's tab as well. */
export function PageHeader({ title, lead, actions }: { title: ReactNode; lead?: ReactNode; actions?: ReactNode }) {
  usePageTitle(typeof title === 'string' ? title : null)
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-[22px] leading-7 font-semibold tracking-tight outline-none">{title}</h1>
        {lead ? <p className="mt-1 text-sm text-muted">{lead}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  )
}
