import { AudioLines, ImageOff, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CardFrame } from '@/components/card-frame'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import { formatBytes, formatPercent } from '@/lib/format'
import { previewOf } from '@/lib/previews'
import { kindOf } from '@/lib/kinds'
import type { OnTheWay } from '../queue'
import { removeUpload } from '../uploads'

/** A file on its way, in the same outline that its answer will have. */
export function UploadCard({ upload }: { upload: OnTheWay }) {
  const { t, i18n } = useTranslation(['uploads', 'app'])
  const words = useUploadWords(upload)
  return (
    <CardFrame
      kind={upload.kind}
      name={upload.file.name}
      state={<Badge tone={toneOf(upload)}>{words}</Badge>}
      foot={
        <>
          <span className="text-xs text-muted tabular-nums">{formatBytes(upload.file.size, i18n.language)}</span>
          <Button size="sm" variant="ghost" onClick={() => removeUpload(upload.id)}>
            <X /> {t('app:action.cancel')}
          </Button>
        </>
      }
    >
      <div className="flex gap-4">
        <Preview upload={upload} />
        <div className="flex min-h-44 min-w-0 flex-1 flex-col justify-center">
          <Progress value={upload.progress} label={words} />
        </div>
      </div>
    </CardFrame>
  )
}

export function toneOf(upload: OnTheWay): Tone {
  return upload.state === 'held' ? 'warn' : 'accent'
}

export function useUploadWords(upload: OnTheWay): string {
  const { t, i18n } = useTranslation('uploads')
  return t(`state.${upload.state}`, { percent: formatPercent(upload.progress, i18n.language, 0) })
}

function Preview({ upload }: { upload: OnTheWay }) {
  const [unreadable, setUnreadable] = useState(false)
  const url = previewOf(upload.id)
  const box = 'flex size-28 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken sm:size-44'
  if (kindOf(upload.kind).medium === 'image' && url) {
    return (
      <div className={box}>
        {unreadable ? (
          <ImageOff aria-hidden className="size-8 text-muted" strokeWidth={1.4} />
        ) : (
          <img src={url} alt="" className="size-full object-cover" onError={() => setUnreadable(true)} />
        )}
      </div>
    )
  }
  if (kindOf(upload.kind).medium !== 'sound') return null
  return (
    <div className={box}>
      <AudioLines aria-hidden className="size-8 text-muted" strokeWidth={1.4} />
    </div>
  )
}
