import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import type { Prediction, Word } from '@/api/types'
import { cn } from '@/lib/class-names'
import { formatPercent } from '@/lib/format'
import type { SoundPlayback } from '@/lib/sound-playback'
import { usePredictionActions } from '../actions'
import { withWord } from '../words'
import { TranscriptWords } from './transcript-words'

export interface TextAnswerProps {
  prediction: Prediction
  /** Those of the text that counts; null while their times are not known. */
  words: readonly Word[] | null
  playback: SoundPlayback
  /** Seconds while it plays, else null. */
  time: number | null
  whole: boolean
}

/** What was said: as a person wrote it, else as the model heard it. */
export function TextAnswer({ prediction, words, playback, time, whole }: TextAnswerProps) {
  const { t, i18n } = useTranslation('predictions')
  const { feedback } = usePredictionActions()
  const answer = answerOf(prediction)
  if (answer?.text === undefined) return null
  const { text, insteadOf, confidence } = answer
  const correct = (index: number, word: string) =>
    feedback.mutateAsync({ prediction, answer: { text: withWord(text, index, word) } })
  return (
    <>
      {text === '' ? (
        <p className="text-[15px] text-muted">{t('silence')}</p>
      ) : words ? (
        <TranscriptWords words={words} playback={playback} time={time} whole={whole} onCorrect={correct} />
      ) : (
        <p dir="auto" className="text-[17px] leading-8">
          {text}
        </p>
      )}
      {insteadOf === undefined ? null : (
        <p dir="auto" className={cn('text-[13px] text-muted', !whole && 'line-clamp-3')}>
          {insteadOf === '' ? t('corrected.silence') : t('corrected.text', { text: insteadOf })}
        </p>
      )}
      {confidence === null || text === '' ? null : (
        <p className="text-[13px] text-muted">
          {prediction.output?.outside
            ? t('otherSpeech', { model: prediction.model.slug })
            : t('confidence', { percent: formatPercent(confidence, i18n.language, 0) })}
        </p>
      )}
    </>
  )
}
