import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { lazyPart } from '@/components/lazy-part'
import { answerOf } from '@/api/predictions/answer'
import { useSpoken } from '@/api/predictions/spoken'
import { isFinal, type Prediction } from '@/api/types'
import { SoundPlayer } from '@/components/sound-player'
import { Skeleton } from '@/components/ui/skeleton'
import { previewOf } from '@/lib/previews'
import { useSoundPlayback } from '@/lib/sound-playback'
import { fetchSound } from '../api'
import { LabelAnswer } from './label-answer'
import { ReadWith } from './read-with'
import { TextAnswer } from './text-answer'

const TranscriptEditor = lazyPart(
  () => import('./transcript-editor'),
  (m) => m.TranscriptEditor,
)

export interface SoundAnswerProps {
  prediction: Prediction
  editing: boolean
  onEditingEnd: () => void
  /** Stands where the words would, when there will be none. */
  note: ReactNode
  whole: boolean
}

export function SoundAnswer({ prediction, editing, onEditingEnd, note, whole }: SoundAnswerProps) {
  const { t } = useTranslation('predictions')
  const [playback, state] = useSoundPlayback(() => {
    const preview = previewOf(prediction.id)
    return preview ? Promise.resolve(preview) : fetchSound(prediction.id)
  })
  const answer = answerOf(prediction)
  const spoken = useSpoken(prediction)
  const text = answer?.text
  return (
    <div className="flex min-h-44 flex-col gap-3">
      <SoundPlayer
        playback={playback}
        state={state}
        peaks={prediction.input.peaks ?? []}
        duration={prediction.input.duration ?? 0}
      />
      {state.failed ? <p className="text-[13px] text-warn">{t('unplayable')}</p> : null}
      {text === undefined ? null : editing ? (
        <TranscriptEditor prediction={prediction} text={text} onEnd={onEditingEnd} />
      ) : (
        <TextAnswer
          prediction={prediction}
          words={spoken?.words ?? null}
          playback={playback}
          time={state.playing ? state.time : null}
          whole={whole}
        />
      )}
      {text === undefined || editing ? null : <ReadWith prediction={prediction} />}
      <LabelAnswer prediction={prediction} />
      {isFinal(prediction.status) ? null : (
        <div className="flex flex-col gap-3 pt-2">
          <Skeleton className="h-5" />
          <Skeleton className="h-5 w-2/3" />
        </div>
      )}
      {answer ? null : note}
    </div>
  )
}
