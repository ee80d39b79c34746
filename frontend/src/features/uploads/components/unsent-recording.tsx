import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { draftQuery } from '../draft'

const RecordDialog = lazy(() => import('./record-dialog').then((m) => ({ default: m.RecordDialog })))

/** What was recorded before a reload or a crash, and not sent. */
export function UnsentRecording({ maxSeconds, onFiles }: { maxSeconds: number; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('uploads')
  const { data: draft } = useQuery(draftQuery)
  const [open, setOpen] = useState(false)
  if (!draft && !open) return null
  return (
    <>
      <Notice
        className="mt-3"
        action={
          <Button size="sm" onClick={() => setOpen(true)}>
            {t('recorder.review')}
          </Button>
        }
      >
        {t('recorder.unsent')}
      </Notice>
      {open ? (
        <Suspense>
          <RecordDialog maxSeconds={maxSeconds} onClose={() => setOpen(false)} onFiles={onFiles} />
        </Suspense>
      ) : null}
    </>
  )
}
