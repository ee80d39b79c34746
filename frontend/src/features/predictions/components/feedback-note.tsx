import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'

/** Says thank you by showing what was kept. */
export function FeedbackNote({ feedback }: { feedback: Prediction['feedback'] }) {
  const { t } = useTranslation('predictions')
  if (!feedback) return null
  const answer = feedback.label ?? feedback.text
  return (
    <p aria-live="polite" className="rounded-md bg-success-soft px-2.5 py-1.5 text-[13px] text-success">
      {answer === undefined ? t('feedback.thanksRight') : t('feedback.thanks', { answer })}
    </p>
  )
}
