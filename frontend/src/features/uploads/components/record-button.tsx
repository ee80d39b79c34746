import { Mic } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { LoadingLine } from '@/components/ui/loading-line'
import { useLateDialog } from '@/components/use-late-dialog'
import type { Look } from './camera-button'
import { RecordDialog } from './late-dialogs'

export interface RecordButtonProps extends Look {
  maxSeconds: number
  onFiles: (files: File[]) => void
}

export function RecordButton({ maxSeconds, onFiles, ...look }: RecordButtonProps) {
  const { t } = useTranslation('uploads')
  const dialog = useLateDialog(RecordDialog)
  return (
    <>
      <Button {...look} onClick={dialog.open}>
        <Mic /> {t('record')}
      </Button>
      {dialog.isLoading ? <LoadingLine /> : null}
      {dialog.isOpen ? <RecordDialog maxSeconds={maxSeconds} onClose={dialog.close} onFiles={onFiles} /> : null}
    </>
  )
}
