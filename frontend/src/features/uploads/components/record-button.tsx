import { Mic } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'

const RecordDialog = lazy(() => import('./record-dialog').then((m) => ({ default: m.RecordDialog })))

export function RecordButton({ maxSeconds, onFiles }: { maxSeconds: number; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('uploads')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Mic /> {t('record')}
      </Button>
      {open ? (
        <Suspense>
          <RecordDialog maxSeconds={maxSeconds} onClose={() => setOpen(false)} onFiles={onFiles} />
        </Suspense>
      ) : null}
    </>
  )
}
