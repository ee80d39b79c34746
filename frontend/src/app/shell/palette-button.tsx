import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { User } from '@/api/types'
import { lazyPart } from '@/components/lazy-part'
import { LoadingLine } from '@/components/ui/loading-line'
import { useLateDialog } from '@/components/use-late-dialog'
import { useHotkey } from '@/lib/use-hotkey'
import { usePaletteCommands } from './palette-commands'

export const Palette = lazyPart(
  () => import('@/features/palette/components/palette'),
  (m) => m.Palette,
)

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

export function PaletteButton({ user }: { user: User }) {
  const { t } = useTranslation('app')
  const palette = useLateDialog(Palette)
  useHotkey('mod+k', () => (palette.isOpen ? palette.close() : palette.open()))
  return (
    <>
      <button
        type="button"
        onClick={palette.open}
        aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}
        className="flex h-9 items-center gap-2 rounded-md px-2.5 text-[13px] text-muted transition-colors hover:bg-sunken hover:text-foreground sm:border sm:bg-surface"
      >
        <Search aria-hidden className="size-4" />
        <span className="sr-only sm:not-sr-only">{t('action.search')}</span>
        <kbd aria-hidden className="hidden rounded-[5px] bg-sunken px-1.5 font-sans text-[11px] leading-5 sm:inline">
          {isMac ? '⌘K' : 'Ctrl K'}
        </kbd>
      </button>
      {palette.isLoading ? <LoadingLine /> : null}
      {palette.isOpen ? <OpenPalette user={user} onClose={palette.close} /> : null}
    </>
  )
}

function OpenPalette({ user, onClose }: { user: User; onClose: () => void }) {
  return <Palette commands={usePaletteCommands(user)} onClose={onClose} />
}
