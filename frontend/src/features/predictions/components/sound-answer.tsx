import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import { isFinal, type Prediction, type Transcript, transcriptOf } from '@/api/types'
import { SoundPlayer } from '@/components/sound-player'
import { Skeleton } from '@/components/ui/skeleton'
import { formatPercent } from '@/lib/format'
import { previewOf } from '@/lib/previews'
import { type SoundPlayback, useSoundPlayback } from '@/lib/sound-playback'
import { fetchSound } from '../api'
import { LabelAnswer } from './label-answer'
import { TranscriptEditor } from './transcript-editor'
import { TranscriptWords } from './transcript-words'

export interface SoundAnswerProps {
  prediction: Prediction
  editing: boolean
  onEditingEnd: () => void
  /** Stands where the words would, when there will be none. */
  note: ReactNode
}

export function SoundAnswer({ prediction, editing, onEditingEnd, note }: SoundAnswerProps) {
  const { t } = useTranslation('predictions')
  const [playback, state] = useSoundPlayback(() => {
    const preview = previewOf(prediction.id)
    return preview ? Promise.resolve(preview) : fetchSound(prediction.id)
  })
  const transcript = transcriptOf(prediction)
  const answer = answerOf(prediction)
  return (
    <div className="flex min-h-44 flex-col gap-3">
      <SoundPlayer
        playback={playback}
        state={state}
        peaks={prediction.input.peaks ?? []}
        duration={prediction.input.duration ?? 0}
      />
      {state.failed ? <p className="text-[13px] text-warn">{t('unplayable')}</p> : null}
      {answer && editing ? <TranscriptEditor id={prediction.id} text={answer.text ?? ''} onEnd={onEditingEnd} /> : null}
      {transcript && !editing ? (
        <>
          {answer?.insteadOf === undefined ? null : <Correction text={answer.text} />}
          <Heard transcript={transcript} playback={playback} time={state.playing ? state.time : null} />
        </>
      ) : null}
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

/** What a person said was spoken; the model's words, which can be played, follow. */
function Correction({ text }: { text: string | undefined }) {
  const { t } = useTranslation('predictions')
  return (
    <>
      <p className="max-h-56 overflow-y-auto text-[17px] leading-8">{text || t('silence')}</p>
      <p className="text-[13px] text-muted">{t('corrected.text')}</p>
    </>
  )
}

function Heard({ transcript, ...sound }: { transcript: Transcript; playback: SoundPlayback; time: number | null }) {
  const { t, i18n } = useTranslation('predictions')
  if (transcript.words.length === 0) return <p className="text-[15px] text-muted">{t('silence')}</p>
  return (
    <>
      <TranscriptWords words={transcript.words} {...sound} />
      <p className="text-[13px] text-muted">
        {t('confidence', { percent: formatPercent(transcript.confidence, i18n.language, 0) })}
      </p>
    </>
  )
}
