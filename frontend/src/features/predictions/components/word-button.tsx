import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Word } from '@/api/types'
import { cn } from '@/lib/class-names'
import { formatClock, formatPercent } from '@/lib/format'

const CONFIDENT = 0.8
const DOUBTFUL = 0.5
/** A reader who has scrolled further away, in pixels, is left there. */
const NEAR = 160

export interface WordButtonProps {
  word: Word
  index: number
  playing: boolean
  /** The one that Tab reaches. */
  tabbed: boolean
  whole: boolean
}

/** Doubt shows as colour and as underline. */
export const WordButton = memo(function WordButton({ word, index, playing, tabbed, whole }: WordButtonProps) {
  const { t, i18n } = useTranslation('predictions')
  const sure = word.confidence >= CONFIDENT
  const percent = formatPercent(word.confidence, i18n.language, 0)
  return (
    <>
      <button
        type="button"
        data-word={index}
        tabIndex={tabbed ? 0 : -1}
        title={percent}
        aria-label={t(sure ? 'word.confident' : 'word.unsure', {
          word: word.word,
          time: formatClock(word.start),
          percent,
        })}
        aria-current={playing || undefined}
        ref={playing ? (whole ? followInWindow : followInBox) : undefined}
        className={cn(
          'scroll-my-24 touch-manipulation rounded-[5px] px-1 py-px decoration-2 underline-offset-4 hover:bg-sunken',
          !sure && 'text-warn underline decoration-dotted',
          word.confidence < DOUBTFUL && 'text-error decoration-wavy decoration-1',
          playing && 'bg-accent text-on-accent hover:bg-accent',
        )}
      >
        {word.word}
      </button>{' '}
    </>
  )
})

function followInBox(word: HTMLElement | null): void {
  const box = word?.parentElement
  if (!word || !box || box.scrollHeight <= box.clientHeight) return
  const inSight =
    word.offsetTop >= box.scrollTop && word.offsetTop + word.offsetHeight <= box.scrollTop + box.clientHeight
  if (!inSight) box.scrollTop = word.offsetTop - box.clientHeight / 3
}

function followInWindow(word: HTMLElement | null): void {
  if (!word) return
  const { top, bottom } = word.getBoundingClientRect()
  if (top > -NEAR && bottom < innerHeight + NEAR) word.scrollIntoView({ block: 'nearest' })
}
