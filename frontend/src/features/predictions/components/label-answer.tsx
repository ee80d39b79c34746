import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import { classificationOf, type Prediction } from '@/api/types'
import { LabelBars } from '@/components/label-bars'
import { formatPercent } from '@/lib/format'
import { isOutside, isSure } from '../answer-words'
import { OtherModels } from './other-models'

/** The best label in large with its figure, or the right one where a person said it, and the bars of all; nothing where there is no label. */
export function LabelAnswer({ prediction }: { prediction: Prediction }) {
  const { t, i18n } = useTranslation('predictions')
  const answer = answerOf(prediction)
  if (answer?.label === undefined) return null
  const { label, insteadOf, confidence } = answer
  const labels = classificationOf(prediction)?.labels ?? []
  if (isOutside(prediction))
    return (
      <div>
        <p className="mb-3 text-[15px] leading-6 text-muted">
          {t('outside.guess', { model: prediction.model.slug, label })}
        </p>
        <LabelBars labels={labels} quiet className="gap-1" />
        <OtherModels prediction={prediction} />
      </div>
    )
  const sure = isSure(answer)
  // A figure in large beside "not sure" would say the opposite; among the bars it is one of them.
  const headed = sure && confidence !== null
  return (
    <div>
      <p className="mb-2 flex justify-between gap-3 text-lg leading-6 font-semibold tracking-tight">
        <span className="truncate">
          {sure ? label : t('notSure')}
          {sure ? null : <span className="ml-2 text-sm font-normal text-muted">{t('maybe', { label })}</span>}
        </span>
        {headed ? <span className="tabular-nums">{formatPercent(confidence, i18n.language)}</span> : null}
      </p>
      {insteadOf === undefined ? null : (
        <p className="mb-2 text-[13px] text-muted">{t('corrected.label', { label: insteadOf })}</p>
      )}
      <LabelBars labels={labels} headed={headed} className="gap-1" />
      {sure ? null : <OtherModels prediction={prediction} />}
    </div>
  )
}
