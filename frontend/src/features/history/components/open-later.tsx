import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Card } from '@/components/ui/card'

/** What few want to see: made only when somebody looks. */
export function OpenLater({ title, children }: { title: string; children: () => ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <Card>
      <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex min-h-12 cursor-pointer list-none items-center gap-3 px-4 text-sm font-medium [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
          {title}
        </summary>
        <div className="px-4 pb-4">{open ? children() : null}</div>
      </details>
    </Card>
  )
}
