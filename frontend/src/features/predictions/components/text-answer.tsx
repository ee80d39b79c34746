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

/** Where a few words are wrong at most there is nothing to say. */
const FEW = 0.15

/** How many of a hundred such words are probably wrong; null where the version cannot tell, or few are. */
function wrongWords({ output }: Prediction): { low: number; high: number } | null {
  const wer = output && 'estimated_wer' in output ? output.estimated_wer : undefined
  return wer && wer.high > FEW ? { low: Math.round(100 * wer.low), high: Math.round(100 * wer.high) } : null
}

/** What was said: as a person wrote it, else as the model heard it. */
export function TextAnswer({ prediction, words, playback, time, whole }: TextAnswerProps) {
  const { t } = useTranslation('predictions')
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
      {confidence === null || text === '' ? null : <Doubt prediction={prediction} confidence={confidence} />}
    </>
  )
}

/** How sure the model is of a text that nobody has corrected. */
function Doubt({ prediction, confidence }: { prediction: Prediction; confidence: number }) {
  const { t, i18n } = useTranslation('predictions')
  const wrong = wrongWords(prediction)
  const said = [t('confidence', { percent: formatPercent(confidence, i18n.language, 0) })]
  if (wrong) said.push(t('wrongWords', wrong))
  return (
    <p className="text-[13px] text-muted">
      {prediction.output?.outside ? t('otherSpeech', { model: prediction.model.slug }) : said.join(' · ')}
    </p>
  )
}
