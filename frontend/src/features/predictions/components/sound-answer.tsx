import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isFinal, type Prediction, transcriptOf } from '@/api/types'
import { SoundPlayer } from '@/components/sound-player'
import { Skeleton } from '@/components/ui/skeleton'
import { formatPercent } from '@/lib/format'
import { previewOf } from '@/lib/previews'
import { useSoundPlayback } from '@/lib/sound-playback'
import { fetchSound } from '../api'
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
  const { t, i18n } = useTranslation('predictions')
  const [playback, state] = useSoundPlayback(() => {
    const preview = previewOf(prediction.id)
    return preview ? Promise.resolve(preview) : fetchSound(prediction.id)
  })
  const transcript = transcriptOf(prediction)
  return (
    <div className="flex min-h-44 flex-col gap-3">
      <SoundPlayer
        playback={playback}
        state={state}
        peaks={prediction.input.peaks ?? []}
        duration={prediction.input.duration ?? 0}
      />
      {state.failed ? <p className="text-[13px] text-warn">{t('unplayable')}</p> : null}
      {transcript && editing ? (
        <TranscriptEditor prediction={prediction} text={transcript.text} onEnd={onEditingEnd} />
      ) : null}
      {transcript && !editing ? (
        <>
          <TranscriptWords words={transcript.words} playback={playback} time={state.playing ? state.time : null} />
          {transcript.words.length > 0 ? (
            <p className="text-[13px] text-muted">
              {t('confidence', { percent: formatPercent(transcript.confidence, i18n.language, 0) })}
            </p>
          ) : (
            <p className="text-[15px] text-muted">{t('silence')}</p>
          )}
        </>
      ) : null}
      {isFinal(prediction.status) ? null : (
        <div className="flex flex-col gap-3 pt-2">
          <Skeleton className="h-5" />
          <Skeleton className="h-5 w-2/3" />
        </div>
      )}
      {transcript ? null : note}
    </div>
  )
}
