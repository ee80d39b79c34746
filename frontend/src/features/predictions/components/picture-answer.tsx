import { ImageOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import { isFinal, type Prediction } from '@/api/types'
import { Skeleton } from '@/components/ui/skeleton'
import { previewOf } from '@/lib/previews'
import { LabelAnswer } from './label-answer'

/** `note` stands where the labels would, when there will be none. */
export function PictureAnswer({ prediction, note }: { prediction: Prediction; note: ReactNode }) {
  const answer = answerOf(prediction)
  return (
    <div className="flex gap-4">
      <Picture
        sources={[previewOf(prediction.id), prediction.input.thumbnail_url, prediction.input.url]}
        name={prediction.input.name}
      />
      <div className="min-h-44 min-w-0 flex-1">
        {answer ? (
          <>
            <LabelAnswer prediction={prediction} />
            {answer.text === undefined ? null : <p className="text-[17px] leading-8">{answer.text}</p>}
          </>
        ) : isFinal(prediction.status) ? (
          note
        ) : (
          <BarsToCome />
        )}
      </div>
    </div>
  )
}

/** Holds the place of the bars, so that the answer moves nothing. */
function BarsToCome() {
  return (
    <div className="flex flex-col gap-3 pt-1">
      <Skeleton className="h-5 w-24" />
      {[0, 1, 2, 3].map((bar) => (
        <Skeleton key={bar} className="h-4" />
      ))}
    </div>
  )
}

/** Tries its sources in order: a browser may not read a TIFF that the server made a thumbnail of. */
export function Picture({ sources, name }: { sources: readonly (string | null | undefined)[]; name: string }) {
  const { t } = useTranslation('predictions')
  const [failed, setFailed] = useState<readonly string[]>([])
  const source = sources.find((candidate) => candidate && !failed.includes(candidate))
  return (
    <div className="flex size-28 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken sm:size-44">
      {source ? (
        <img
          src={source}
          alt={name}
          decoding="async"
          className="size-full object-cover"
          onError={() => setFailed((known) => [...known, source])}
        />
      ) : (
        <span className="flex flex-col items-center gap-1 text-xs text-muted">
          <ImageOff aria-hidden className="size-5" /> {t('noPreview')}
        </span>
      )}
    </div>
  )
}
