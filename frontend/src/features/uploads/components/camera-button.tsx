import { Camera } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ChooseFiles } from '@/components/choose-files'
import { Button, type ButtonProps } from '@/components/ui/button'
import { LoadingLine } from '@/components/ui/loading-line'
import { useLateDialog } from '@/components/use-late-dialog'
import { CameraDialog } from './late-dialogs'

const onPhone = matchMedia('(pointer: coarse)').matches

/** How large and how loud it is. */
export type Look = Pick<ButtonProps, 'variant' | 'size' | 'className'>

/** A phone has a better camera window of its own; elsewhere the page shows one. */
export function CameraButton({ onFiles, ...look }: Look & { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('uploads')
  const dialog = useLateDialog(CameraDialog)
  const face = (
    <>
      <Camera /> {t('camera')}
    </>
  )
  if (onPhone) {
    return (
      <ChooseFiles {...look} accept="image/*" capture="environment" onFiles={onFiles}>
        {face}
      </ChooseFiles>
    )
  }
  return (
    <>
      <Button {...look} onClick={dialog.open}>
        {face}
      </Button>
      {dialog.isLoading ? <LoadingLine /> : null}
      {dialog.isOpen ? <CameraDialog onClose={dialog.close} onFiles={onFiles} /> : null}
    </>
  )
}
