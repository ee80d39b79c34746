import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import { classificationOf, type Prediction } from '@/api/types'
import { LabelBars } from '@/components/label-bars'
import { answerLine, confidenceWords } from '../answer-words'
import { StateBadge } from './state-badge'

/** One of several answers to a file, in short: who answered, what, and how sure. */
export function AnswerBeside({ prediction, here = false }: { prediction: Prediction; here?: boolean }) {
  const { t, i18n } = useTranslation(['predictions', 'app'])
  const { id, model } = prediction
  const labels = classificationOf(prediction)?.labels ?? []
  return (
    <div className="min-w-0 flex-1">
      <p className="flex items-center justify-between gap-3 text-[13px]">
        {here ? (
          <span className="truncate font-medium">
            {model.slug} v{model.version} <span className="font-normal text-muted">{t('beside.here')}</span>
          </span>
        ) : (
          <Link to="/predictions/$id" params={{ id }} state className="truncate font-medium hover:underline">
            {model.slug} v{model.version}
          </Link>
        )}
        {answerOf(prediction) ? null : <StateBadge prediction={prediction} />}
      </p>
      <p dir="auto" className="mt-2 mb-2 flex justify-between gap-3 font-semibold">
        <span className="line-clamp-6 min-w-0 break-words">{answerLine(prediction, t)}</span>
        <span className="shrink-0 text-muted tabular-nums">{confidenceWords(prediction, t, i18n.language)}</span>
      </p>
      {labels.length > 0 ? <LabelBars labels={labels} top={3} headed className="gap-1" /> : null}
    </div>
  )
}
