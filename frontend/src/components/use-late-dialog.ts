import { useState, useTransition } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { LoadError } from '@/lib/load-code'
import type { LazyPart } from './lazy-part'

export interface LateDialog {
  isOpen: boolean
  isLoading: boolean
  open: () => void
  close: () => void
}

/** A dialog that opens when its code is there; where that cannot be loaded, a message says why. */
export function useLateDialog<Props>(dialog: LazyPart<Props>): LateDialog {
  const { t } = useTranslation('app')
  const [isOpen, setOpen] = useState(false)
  const [isLoading, start] = useTransition()
  const open = () =>
    start(async () => {
      try {
        await dialog.preload()
        setOpen(true)
      } catch (error) {
        const reason = error instanceof LoadError ? error.reason : 'broken'
        toast.error(t(`load.${reason}.text`))
      }
    })
  return { isOpen, isLoading, open, close: () => setOpen(false) }
}
