import type { ReactNode } from 'react'
import { answerOf } from '@/api/predictions/answer'
import { isFinal, type Prediction } from '@/api/types'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/class-names'
import { previewOf } from '@/lib/previews'
import { LabelAnswer } from './label-answer'
import { LargePicture, type WholeView } from './large-picture'
import { PictureImage } from './picture-image'

export interface PictureAnswerProps {
  prediction: Prediction
  /** Stands where the labels would, when there will be none. */
  note: ReactNode
  whole?: WholeView
}

export function PictureAnswer({ prediction, note, whole }: PictureAnswerProps) {
  const answer = answerOf(prediction)
  const { id, input } = prediction
  return (
    <div className={cn('gap-4', whole ? 'grid lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:gap-8' : 'flex')}>
      {whole ? (
        <LargePicture prediction={prediction} whole={whole} />
      ) : (
        <div className="flex size-28 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken sm:size-44">
          <PictureImage
            sources={[previewOf(id), input.thumbnail_url, input.url]}
            name={input.name}
            className="size-full object-cover"
          />
        </div>
      )}
      <div className="min-h-44 min-w-0 flex-1">
        {answer ? (
          <>
            <LabelAnswer prediction={prediction} />
            {answer.text === undefined ? null : (
              <p dir="auto" className="text-[17px] leading-8">
                {answer.text}
              </p>
            )}
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
