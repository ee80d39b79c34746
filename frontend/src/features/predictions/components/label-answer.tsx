import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import { classificationOf, type Prediction } from '@/api/types'
import { LabelBars } from '@/components/label-bars'
import { isSure } from '../answer-words'

/** The best label in large, or the right one where a person said it, and the bars of all; nothing where there is no label. */
export function LabelAnswer({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions')
  const answer = answerOf(prediction)
  if (answer?.label === undefined) return null
  const { label, insteadOf } = answer
  const sure = isSure(answer)
  return (
    <div>
      <p className="mb-2 truncate text-lg leading-6 font-semibold tracking-tight">
        {sure ? label : t('notSure')}
        {sure ? null : <span className="ml-2 text-sm font-normal text-muted">{t('maybe', { label })}</span>}
      </p>
      {insteadOf === undefined ? null : (
        <p className="mb-2 text-[13px] text-muted">{t('corrected.label', { label: insteadOf })}</p>
      )}
      <LabelBars labels={classificationOf(prediction)?.labels ?? []} className="gap-1" />
    </div>
  )
}
