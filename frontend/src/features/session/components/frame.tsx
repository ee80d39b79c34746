import type { ReactNode, SyntheticEvent } from 'react'
import { Logo } from '@/components/logo'

export interface FrameProps {
  title: string
  lead: string
  onSubmit: (event: SyntheticEvent) => void
  children: ReactNode
}

/** A form of those who are not signed in. */
export function Frame({ title, lead, onSubmit, children }: FrameProps) {
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <form onSubmit={onSubmit} className="flex w-full max-w-sm flex-col gap-5">
        <div className="flex flex-col items-center gap-3 text-center">
          <Logo className="size-11" />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            <p className="mt-1 text-sm text-muted">{lead}</p>
          </div>
        </div>
        {children}
      </form>
    </main>
  )
}
