import type { ReactNode } from 'react'
import { type Kind, kindOf } from '@/lib/kinds'
import { Card } from './ui/card'

export interface CardFrameProps {
  kind: Kind | null
  name: string
  state: ReactNode
  foot?: ReactNode
  children: ReactNode
}

/** The same outline from the first byte to the answer, so that a card keeps its place and size. */
export function CardFrame({ kind, name, state, foot, children }: CardFrameProps) {
  const Icon = kindOf(kind).icon
  return (
    <Card role="article" aria-label={name} className="flex h-full flex-col gap-3 p-3 sm:p-4">
      <div className="flex min-h-6 items-center justify-between gap-3">
        <p className="flex min-w-0 items-center gap-2 text-[13px] font-medium">
          <Icon aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="truncate" title={name}>
            {name}
          </span>
        </p>
        {state}
      </div>
      <div className="flex-1">{children}</div>
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-3 gap-y-1">{foot}</div>
    </Card>
  )
}
