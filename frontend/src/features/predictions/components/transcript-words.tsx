import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Word } from '@/api/types'
import { cn } from '@/lib/class-names'
import { formatClock, formatPercent } from '@/lib/format'
import type { SoundPlayback } from '@/lib/sound-playback'

const CONFIDENT = 0.8
const DOUBTFUL = 0.5

export interface TranscriptWordsProps {
  words: readonly Word[]
  playback: SoundPlayback
  /** Seconds while it plays, else null. */
  time: number | null
}

/** Words to press: each plays from where it was said. Doubt shows as colour and as underline. */
export function TranscriptWords({ words, playback, time }: TranscriptWordsProps) {
  const playing = time === null ? -1 : words.findLastIndex((word) => word.start <= time)
  return (
    <p className="-mx-1 max-h-56 overflow-y-auto text-[17px] leading-8">
      {words.map((word, index) => (
        <WordButton key={index} word={word} playback={playback} playing={index === playing} />
      ))}
    </p>
  )
}

interface WordButtonProps {
  word: Word
  playback: SoundPlayback
  playing: boolean
}

const WordButton = memo(function WordButton({ word, playback, playing }: WordButtonProps) {
  const { t, i18n } = useTranslation('predictions')
  const sure = word.confidence >= CONFIDENT
  const percent = formatPercent(word.confidence, i18n.language, 0)
  return (
    <>
      <button
        type="button"
        title={percent}
        aria-label={t(sure ? 'word.confident' : 'word.unsure', {
          word: word.word,
          time: formatClock(word.start),
          percent,
        })}
        aria-current={playing || undefined}
        onClick={() => void playback.play(word.start)}
        className={cn(
          'rounded-[5px] px-1 py-px decoration-2 underline-offset-4 hover:bg-sunken',
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
