import { Mic } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { LoadingLine } from '@/components/ui/loading-line'
import { useLateDialog } from '@/components/use-late-dialog'
import { RecordDialog } from './late-dialogs'

export function RecordButton({ maxSeconds, onFiles }: { maxSeconds: number; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('uploads')
  const dialog = useLateDialog(RecordDialog)
  return (
    <>
      <Button onClick={dialog.open}>
        <Mic /> {t('record')}
      </Button>
      {dialog.isLoading ? <LoadingLine /> : null}
      {dialog.isOpen ? <RecordDialog maxSeconds={maxSeconds} onClose={dialog.close} onFiles={onFiles} /> : null}
    </>
  )
}
