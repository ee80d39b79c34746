import { Camera } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { ChooseFiles } from './choose-files'

const CameraDialog = lazy(() => import('./camera-dialog').then((m) => ({ default: m.CameraDialog })))

const onPhone = matchMedia('(pointer: coarse)').matches

/** A phone has a better camera window of its own; elsewhere the page shows one. */
export function CameraButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('uploads')
  const [open, setOpen] = useState(false)
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
      <Button onClick={() => setOpen(true)}>{face}</Button>
      {open ? (
        <Suspense>
          <CameraDialog onClose={() => setOpen(false)} onFiles={onFiles} />
        </Suspense>
      ) : null}
    </>
  )
}
