import { Search } from 'lucide-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '@/api/types'
import { useHotkey } from '@/lib/use-hotkey'
import { usePaletteCommands } from './palette-commands'

const Palette = lazy(() => import('@/features/palette/components/palette').then((m) => ({ default: m.Palette })))

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

export function PaletteButton({ user }: { user: User }) {
  const { t } = useTranslation('app')
  const [open, setOpen] = useState(false)
  useHotkey(
    'mod+k',
    useCallback(() => setOpen((value) => !value), []),
  )
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}
        className="flex h-9 items-center gap-2 rounded-md px-2.5 text-[13px] text-muted transition-colors hover:bg-sunken hover:text-foreground sm:border sm:bg-surface"
      >
        <Search aria-hidden className="size-4" />
        <span className="sr-only sm:not-sr-only">{t('action.search')}</span>
        <kbd aria-hidden className="hidden rounded-[5px] bg-sunken px-1.5 font-sans text-[11px] leading-5 sm:inline">
          {isMac ? '⌘K' : 'Ctrl K'}
        </kbd>
      </button>
      {open ? (
        <Suspense>
          <OpenPalette user={user} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

function OpenPalette({ user, onClose }: { user: User; onClose: () => void }) {
  return <Palette commands={usePaletteCommands(user)} onClose={onClose} />
}
