import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { Notice } from '@/components/ui/notice'
import { mediumOf } from '@/lib/kinds'
import { useProblemWords } from '@/lib/use-problem-words'
import { answerWords } from '../answer-words'
import { CardActions } from './card-actions'
import { CardFrame } from '@/components/card-frame'
import { FeedbackNote } from './feedback-note'
import type { WholeView } from './large-picture'
import { PictureAnswer } from './picture-answer'
import { SoundAnswer } from './sound-answer'
import { StateBadge } from './state-badge'

export interface PredictionCardProps {
  prediction: Prediction
  /** As large as the page lets it: the picture whole, all of the text. */
  whole?: WholeView
}

/** One prediction from queued to answered, with everything that can be done with it. Drawn anew only when it changes. */
export const PredictionCard = memo(function PredictionCard({ prediction, whole }: PredictionCardProps) {
  const { t, i18n } = useTranslation(['predictions', 'app'])
  const [editing, setEditing] = useState(false)
  const problemWords = useProblemWords()
  const { model } = prediction
  const note = prediction.status === 'failed' ? <Notice tone="error">{problemWords(prediction.error)}</Notice> : null
  return (
    <CardFrame
      kind={prediction.kind}
      name={prediction.input.name}
      state={
        <span aria-live="polite">
          <StateBadge prediction={prediction} />
          <span className="sr-only">{answerWords(prediction, t, i18n.language)}</span>
        </span>
      }
      foot={
        <>
          <span className="truncate text-xs text-muted">
            {model.slug} v{model.version}
            {prediction.via ? ` · ${t('via', { name: prediction.via.name })}` : null}
          </span>
          <CardActions prediction={prediction} onEdit={() => setEditing(true)} />
        </>
      }
    >
      {mediumOf(prediction) === 'image' ? (
        <PictureAnswer prediction={prediction} note={note} whole={whole} />
      ) : (
        <SoundAnswer
          prediction={prediction}
          editing={editing}
          onEditingEnd={() => setEditing(false)}
          note={note}
          whole={whole !== undefined}
        />
      )}
      {prediction.feedback ? (
        <div className="mt-3">
          <FeedbackNote prediction={prediction} />
        </div>
      ) : null}
    </CardFrame>
  )
})
