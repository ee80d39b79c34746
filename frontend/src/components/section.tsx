import { type ReactNode, useId } from 'react'

/** A titled part of a page. */
export function Section({
  title,
  lead,
  action,
  children,
}: {
  title: string
  lead?: ReactNode
  action?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id={id} className="text-base font-semibold tracking-tight">
            {title}
          </h2>
          {lead ? <p className="mt-0.5 max-w-prose text-sm text-muted">{lead}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
