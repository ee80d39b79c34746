import { type ReactNode, useId } from 'react'

export interface SectionProps {
  title: string
  lead: string
  action?: ReactNode
  children: ReactNode
}

export function Section({ title, lead, action, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id={id} className="text-base font-semibold tracking-tight">
            {title}
          </h2>
          <p className="mt-0.5 max-w-prose text-sm text-muted">{lead}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
