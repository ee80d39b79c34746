import { useTranslation } from 'react-i18next'
import type { Parts } from '../differing-words'
import { voteKeys } from '../use-vote-keys'

export interface AnswerButtonProps {
  side: 'left' | 'right'
  /** What it says, with what is its own. */
  parts: Parts
  disabled: boolean
  onChoose: () => void
}

/** One of two answers, to be chosen. */
export function AnswerButton({ side, parts, disabled, onChoose }: AnswerButtonProps) {
  const { t } = useTranslation('rollouts')
  const [begin, own, end] = parts
  const text = parts.filter(Boolean).join(' ')
  return (
    <button
      type="button"
      // Where it has nothing to do for a moment it keeps the focus.
      aria-disabled={disabled}
      aria-label={t('shadow.page.choose', {
        side: t(`shadow.page.${side}`),
        answer: text || t('shadow.page.nothing'),
      })}
      aria-keyshortcuts={voteKeys[side]}
      onClick={onChoose}
      className="flex min-h-28 min-w-0 flex-1 flex-col items-start gap-3 rounded-lg border bg-surface p-4 text-left hover:border-accent hover:bg-sunken"
    >
      <span className="text-lg leading-7 break-words [overflow-wrap:anywhere]">
        {text ? null : <span className="text-muted">{t('shadow.page.nothing')}</span>}
        {begin} {own ? <strong className="font-semibold">{own}</strong> : null} {end}
      </span>
      <span className="mt-auto flex items-center gap-2 text-[13px] text-muted">
        <Key name={voteKeys[side]} /> {t(`shadow.page.${side}`)}
      </span>
    </button>
  )
}

/** Who has no keyboard needs none. */
export function Key({ name }: { name: string }) {
  return (
    <kbd aria-hidden className="hidden rounded-[5px] bg-sunken px-1.5 font-sans text-[11px] leading-5 sm:inline">
      {name}
    </kbd>
  )
}
