import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Textarea } from '@/components/ui/input'
import { usePredictionActions } from '../actions'

/** One function for all drawings: a new one would be called, and take the focus, at each. */
const focusOnce = (area: HTMLTextAreaElement | null) => area?.focus()

export interface TranscriptEditorProps {
  prediction: Prediction
  text: string
  onEnd: () => void
}

/** The text as it should have been; saving it is feedback. */
export function TranscriptEditor({ prediction, text, onEnd }: TranscriptEditorProps) {
  const { t } = useTranslation(['predictions', 'app'])
  const { feedback } = usePredictionActions()
  const [draft, setDraft] = useState(text)
  const [before] = useState(text)

  const save = () => feedback.mutate({ prediction, answer: { text: draft.trim() } }, { onSuccess: onEnd })
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onEnd()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
  }

  return (
    <div className="flex flex-col gap-2">
      <Textarea
        aria-label={t('feedback.textTitle')}
        dir="auto"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={keys}
        ref={focusOnce}
      />
      {text === before ? null : (
        <p role="status" dir="auto" className="line-clamp-3 text-[13px] text-warn">
          {t('feedback.meanwhile', { text })}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Button size="sm" variant="primary" onClick={save} disabled={feedback.isPending}>
          {t('app:action.save')}
        </Button>
        <Button size="sm" variant="ghost" onClick={onEnd}>
          {t('app:action.cancel')}
        </Button>
        <span className="ml-auto hidden text-xs text-muted sm:inline">{t('feedback.textHint')}</span>
      </div>
      <p className="text-xs text-muted">{t('feedback.use')}</p>
    </div>
  )
}
