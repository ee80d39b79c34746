import { AudioLines, ImageOff, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Limits } from '@/api/types'
import { CardFrame } from '@/components/card-frame'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { cn } from '@/lib/class-names'
import { formatBytes, formatCompact, formatDuration, formatPercent } from '@/lib/format'
import { previewOf } from '@/lib/previews'
import { useProblemWords } from '@/lib/use-problem-words'
import { kindOf } from '@/lib/kinds'
import { refusalOf } from '../check'
import type { Upload } from '../queue'
import { removeUpload, retryUpload } from '../uploads'

/** A file on its way, in the same outline that its answer will have. */
export function UploadCard({ upload, limits }: { upload: Upload; limits: Limits | undefined }) {
  const { t, i18n } = useTranslation(['uploads', 'app'])
  const refused = upload.state === 'refused'
  const words = useUploadWords(upload)
  const canRetry = refused && (upload.error?.status === 401 || (upload.error?.status ?? 0) >= 500)
  return (
    <CardFrame
      kind={upload.kind}
      name={upload.file.name}
      state={
        <Badge tone={toneOf(upload)} aria-live={refused ? 'polite' : undefined}>
          {words}
        </Badge>
      }
      foot={
        <>
          <span className="text-xs text-muted tabular-nums">{formatBytes(upload.file.size, i18n.language)}</span>
          <div className="flex gap-1">
            {canRetry ? (
              <Button size="sm" onClick={() => retryUpload(upload.id)}>
                <RotateCcw /> {t('app:action.tryAgain')}
              </Button>
            ) : null}
            <Button size="sm" variant="ghost" onClick={() => removeUpload(upload.id)}>
              <X /> {refused ? t('discard') : t('app:action.cancel')}
            </Button>
          </div>
        </>
      }
    >
      <div className="flex gap-4">
        <Preview upload={upload} />
        <div className={cn('flex min-w-0 flex-1 flex-col', refused ? 'sm:min-h-44' : 'min-h-44 justify-center')}>
          {refused ? (
            <Notice tone="error">
              <Refusal upload={upload} limits={limits} />
            </Notice>
          ) : (
            <Progress value={upload.progress} label={words} />
          )}
        </div>
      </div>
    </CardFrame>
  )
}

export function toneOf(upload: Upload): Tone {
  if (upload.state === 'refused') return 'error'
  return upload.state === 'held' ? 'warn' : 'accent'
}

export function useUploadWords(upload: Upload): string {
  const { t, i18n } = useTranslation('uploads')
  return t(`state.${upload.state}`, { percent: formatPercent(upload.progress, i18n.language, 0) })
}

function Preview({ upload }: { upload: Upload }) {
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

export function Refusal({ upload, limits }: { upload: Upload; limits: Limits | undefined }) {
  const { i18n } = useTranslation()
  const problemWords = useProblemWords()
  const { language } = i18n
  if (!upload.error) return null
  return problemWords(refusalOf(upload, upload.error, limits), {
    size: formatBytes(upload.file.size, language),
    ...(limits && {
      bytes: formatBytes(limits.max_bytes, language),
      pixels: formatCompact(limits.max_pixels, language),
      length: formatDuration(limits.max_seconds, language),
    }),
  })
}
