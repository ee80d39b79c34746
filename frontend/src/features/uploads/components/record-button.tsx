import { Mic } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { LoadingLine } from '@/components/ui/loading-line'
import { useLateDialog } from '@/components/use-late-dialog'
import type { Look } from './camera-button'
import { RecordDialog } from './late-dialogs'
import type { RecordDialogProps } from './record-dialog'

export type RecordButtonProps = Look & Omit<RecordDialogProps, 'onClose'>

export function RecordButton({ maxSeconds, models, choice, onFiles, ...look }: RecordButtonProps) {
  const { t } = useTranslation('uploads')
  const dialog = useLateDialog(RecordDialog)
  return (
    <>
      <Button {...look} onClick={dialog.open}>
        <Mic /> {t('record')}
      </Button>
      {dialog.isLoading ? <LoadingLine /> : null}
      {dialog.isOpen ? (
        <RecordDialog
          maxSeconds={maxSeconds}
          models={models}
          choice={choice}
          onFiles={onFiles}
          onClose={dialog.close}
        />
      ) : null}
    </>
  )
}
