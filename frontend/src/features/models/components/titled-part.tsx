import type { ReactNode } from 'react'
import { cn } from '@/lib/class-names'

/** A titled part: of a card (level 3), or of the page (level 2). */
export function TitledPart({
  level,
  title,
  aside,
  children,
}: {
  level: 2 | 3
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  const Heading = `h${level}` as const
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-2">
        <Heading
          className={cn(level === 2 ? 'text-base font-semibold tracking-tight' : 'text-[13px] font-medium text-muted')}
        >
          {title}
        </Heading>
        {aside}
      </div>
      {children}
    </section>
  )
}
