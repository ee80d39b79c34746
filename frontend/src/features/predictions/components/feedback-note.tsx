import { Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { wordsOf } from '@/api/predictions/answer'
import type { Prediction } from '@/api/types'
import { Button } from '@/components/ui/button'
import { usePredictionActions } from '../actions'

/** Says thank you by showing what was kept, and lets it be taken back. */
export function FeedbackNote({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation(['predictions', 'app'])
  const { withdraw } = usePredictionActions()
  const { feedback, answer } = prediction
  if (!feedback) return null
  const { correct } = feedback
  const thanks =
    correct === undefined
      ? t('feedback.thanks', { answer: wordsOf(answer) })
      : t(correct ? 'feedback.thanksRight' : 'feedback.thanksWrong')
  return (
    <div className="flex items-start justify-between gap-2 rounded-md bg-success-soft py-1 pr-1 pl-2.5 text-[13px] text-success">
      <p aria-live="polite" dir="auto" className="line-clamp-2 py-0.5">
        {thanks}
      </p>
      <Button
        size="sm"
        variant="ghost"
        className="-my-0.5 shrink-0 text-success"
        disabled={withdraw.isPending}
        onClick={() => withdraw.mutate(prediction)}
      >
        <Undo2 /> {t('app:action.undo')}
      </Button>
    </div>
  )
}
