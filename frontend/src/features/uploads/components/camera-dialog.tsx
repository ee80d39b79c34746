import { Camera } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { closeMedia, MediaRefused, openMedia } from '../media-access'
import { AskAgain } from './ask-again'

type View = 'asking' | 'showing' | 'denied' | 'missing' | 'insecure'

export function CameraDialog({ onClose, onFiles }: { onClose: () => void; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation(['uploads', 'app'])
  const [view, setView] = useState<View>('asking')
  const [attempt, setAttempt] = useState(0)
  const video = useRef<HTMLVideoElement>(null)

  // The stream lives exactly as long as the element that shows it.
  const show = useCallback((element: HTMLVideoElement) => {
    video.current = element
    let stream: MediaStream | undefined
    let gone = false
    openMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } }).then(
      (opened) => {
        stream = opened
        if (gone) {
          closeMedia(opened)
        } else {
          element.srcObject = opened
          setView('showing')
        }
      },
      (error: unknown) => {
        const reason = error instanceof MediaRefused ? error.reason : 'denied'
        setView(reason === 'unsupported' ? 'insecure' : reason)
      },
    )
    return () => {
      gone = true
      video.current = null
      closeMedia(stream)
    }
  }, [])

  const again = () => {
    setView('asking')
    setAttempt(attempt + 1)
  }

  const take = async () => {
    const file = video.current && (await stillOf(video.current))
    if (file) onFiles([file])
    onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('cameraDialog.title')}
      closeLabel={t('app:action.close')}
      className="max-w-2xl"
    >
      <div className="flex flex-col gap-4">
        <div className="flex aspect-video items-center justify-center overflow-hidden rounded-lg bg-sunken">
          {view === 'asking' ? <Notice>{t('cameraDialog.asking')}</Notice> : null}
          {view === 'denied' || view === 'missing' || view === 'insecure' ? (
            <Notice tone="error" action={<AskAgain reason={view} onAsk={again} />}>
              {t(`cameraDialog.${view}`)}
            </Notice>
          ) : null}
          <video
            // Another element asks anew.
            key={attempt}
            ref={show}
            autoPlay
            muted
            playsInline
            aria-label={t('cameraDialog.view')}
            className={view === 'showing' ? 'size-full object-cover' : 'hidden'}
          />
        </div>
        <Button variant="primary" size="lg" disabled={view !== 'showing'} onClick={take}>
          <Camera /> {t('cameraDialog.take')}
        </Button>
      </div>
    </Dialog>
  )
}

async function stillOf(video: HTMLVideoElement): Promise<File | null> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92))
  return (
    blob &&
    new File([blob], `camera-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.jpg`, { type: 'image/jpeg' })
  )
}
