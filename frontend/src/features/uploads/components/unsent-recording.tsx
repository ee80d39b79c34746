import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { LoadingLine } from '@/components/ui/loading-line'
import { Notice } from '@/components/ui/notice'
import { useLateDialog } from '@/components/use-late-dialog'
import { draftQuery } from '../recording-draft'
import { RecordDialog } from './late-dialogs'

/** What was recorded before a reload or a crash, and not sent. */
export function UnsentRecording({ maxSeconds, onFiles }: { maxSeconds: number; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('uploads')
  const { data: draft } = useQuery(draftQuery)
  const dialog = useLateDialog(RecordDialog)
  if (!draft && !dialog.isOpen) return null
  return (
    <>
      <Notice
        className="mt-3"
        action={
          <Button size="sm" onClick={dialog.open}>
            {t('recorder.review')}
          </Button>
        }
      >
        {t('recorder.unsent')}
      </Notice>
      {dialog.isLoading ? <LoadingLine /> : null}
      {dialog.isOpen ? <RecordDialog maxSeconds={maxSeconds} onClose={dialog.close} onFiles={onFiles} /> : null}
    </>
  )
}
