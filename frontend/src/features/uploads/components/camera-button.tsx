import { Camera } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ChooseFiles } from '@/components/choose-files'
import { Button } from '@/components/ui/button'
import { LoadingLine } from '@/components/ui/loading-line'
import { useLateDialog } from '@/components/use-late-dialog'
import { CameraDialog } from './late-dialogs'

const onPhone = matchMedia('(pointer: coarse)').matches

/** A phone has a better camera window of its own; elsewhere the page shows one. */
export function CameraButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('uploads')
  const dialog = useLateDialog(CameraDialog)
  const face = (
    <>
      <Camera /> {t('camera')}
    </>
  )
  if (onPhone) {
    return (
      <ChooseFiles accept="image/*" capture="environment" onFiles={onFiles}>
        {face}
      </ChooseFiles>
    )
  }
  return (
    <>
      <Button onClick={dialog.open}>{face}</Button>
      {dialog.isLoading ? <LoadingLine /> : null}
      {dialog.isOpen ? <CameraDialog onClose={dialog.close} onFiles={onFiles} /> : null}
    </>
  )
}
