import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'

export interface WordEditorProps {
  word: string
  /** Fails where it was not kept. */
  onSave: (word: string) => Promise<unknown>
  onEnd: () => void
}

/** One function for all drawings: a new one would be called, and take the focus, at each. */
const selectOnce = (input: HTMLInputElement | null) => {
  input?.focus()
  input?.select()
}

/**
 * One word as it should have been, several, or none. What cannot be saved stays to be tried again; where another word
 * stands by now, since the text was corrected elsewhere, nothing is saved.
 */
export function WordEditor({ word, onSave, onEnd }: WordEditorProps) {
  const { t } = useTranslation('predictions')
  const [draft, setDraft] = useState(word)
  const [before] = useState(word)
  const [saving, setSaving] = useState(false)

  const save = () => {
    if (saving) return
    if (word !== before) {
      toast.error(t('word.moved', { word: draft }))
      onEnd()
    } else if (draft.trim() === word) onEnd()
    else {
      setSaving(true)
      onSave(draft).then(onEnd, () => setSaving(false))
    }
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') save()
    else if (event.key === 'Escape') onEnd()
    // The arrows move in the word, not from word to word.
    event.stopPropagation()
  }

  return (
    <>
      <input
        aria-label={t('word.correct', { word })}
        value={draft}
        size={Math.max(draft.length, 4)}
        readOnly={saving}
        ref={selectOnce}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={keys}
        onBlur={save}
        className="max-w-full rounded-[5px] border border-accent bg-surface px-1 leading-7"
      />{' '}
    </>
  )
}
