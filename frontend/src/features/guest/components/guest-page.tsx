import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/problem'
import type { Guest } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Logo } from '@/components/logo'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { kindOf } from '@/lib/kinds'
import { mediaKind } from '@/lib/media-formats'
import { usePageTitle } from '@/lib/page-title'
import { useDroppedFiles } from '@/lib/use-dropped-files'
import { guestQuery } from '../api'
import { useSending } from '../use-sending'
import { Ended } from './ended'
import { Sent } from './sent'
import { type Devices, Ways } from './ways'

export interface GuestPageProps {
  token: string
  devices: Devices
  /** Language and theme. */
  tools: ReactNode
}

/** What a link opens: one model, and nothing else of the app. */
export function GuestPage({ token, devices, tools }: GuestPageProps) {
  const guest = useQuery({ ...guestQuery(token), enabled: token !== '' })
  const status = token === '' ? 404 : guest.error instanceof ApiError ? guest.error.status : 0
  const isClosed = status === 404 || status === 410
  return (
    <div className="mx-auto flex min-h-dvh max-w-lg flex-col px-4">
      <header className="flex h-14 items-center gap-2.5">
        <Logo className="size-7 shrink-0" />
        <span className="min-w-0 flex-1 truncate text-sm text-muted">{isClosed ? null : guest.data?.name}</span>
        {tools}
      </header>
      {isClosed ? (
        <Ended unknown={status === 404} error={guest.error} />
      ) : guest.data ? (
        <Open token={token} guest={guest.data} devices={devices} />
      ) : guest.error ? (
        <ErrorNote error={guest.error} onRetry={() => void guest.refetch()} />
      ) : (
        <Skeleton className="h-80 rounded-lg" />
      )}
    </div>
  )
}

function Open({ token, guest, devices }: { token: string; guest: Guest; devices: Devices }) {
  const { t } = useTranslation('guest')
  const sending = useSending(token)
  const [isWrong, setIsWrong] = useState(false)
  const { medium } = kindOf(guest.kind)
  usePageTitle(guest.title)
  const take = ([file]: File[]) => {
    if (!file || sending.isBusy) return
    const kind = mediaKind(file)
    const wrong = kind !== null && kindOf(kind).medium !== medium
    setIsWrong(wrong)
    if (!wrong) sending.send(file, guest.spoken ? devices.options(guest.spoken) : undefined)
  }
  const hovering = useDroppedFiles(take)
  const isFull = guest.left_today === 0 && sending.id === null
  return (
    <main className="flex flex-1 flex-col gap-5 pb-6">
      <div className={sending.id ? 'text-center' : 'flex flex-1 flex-col justify-end text-center'}>
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{guest.title}</h1>
        {sending.id ? null : <p className="mt-2 text-[15px] text-balance text-muted">{guest.summary}</p>}
      </div>
      {guest.unserved ? <Notice tone="warn">{t('unserved')}</Notice> : null}
      {isWrong ? <Notice tone="error">{t(medium === 'image' ? 'wrong.image' : 'wrong.sound')}</Notice> : null}
      {sending.id ? <Sent sending={sending} medium={medium} /> : null}
      {isFull ? <Notice>{t('full')}</Notice> : null}
      <div className={sending.id ? 'sticky bottom-0 mt-auto bg-background py-3' : 'flex-1'}>
        {guest.spoken ? <div className="mb-3 flex justify-center">{devices.spoken(guest.spoken)}</div> : null}
        <Ways medium={medium} devices={devices} disabled={sending.isBusy || isFull} onFiles={take} />
      </div>
      <p className="text-center text-[13px] text-balance text-muted">{t('kept')}</p>
      {hovering ? (
        <div className="fixed inset-3 z-50 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-background/90 text-lg font-semibold">
          {t('dropNow')}
        </div>
      ) : null}
    </main>
  )
}
