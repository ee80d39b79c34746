import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Word } from '@/api/types'
import { cn } from '@/lib/class-names'
import type { SoundPlayback } from '@/lib/sound-playback'
import { WordButton } from './word-button'
import { WordEditor } from './word-editor'

export interface TranscriptWordsProps {
  words: readonly Word[]
  playback: SoundPlayback
  /** Seconds while it plays, else null. */
  time: number | null
  /** In full length, and the window follows the sound; else in a box that does. */
  whole?: boolean
  /** Fails where it was not kept. */
  onCorrect: (index: number, word: string) => Promise<unknown>
}

/** Words to press: each plays from where it was said, and pressed twice it is written anew. One of them is reached by Tab. */
export function TranscriptWords({ words, playback, time, whole = false, onCorrect }: TranscriptWordsProps) {
  const { t } = useTranslation('predictions')
  const box = useRef<HTMLDivElement>(null)
  const [reached, setReached] = useState(0)
  const [edited, setEdited] = useState<number | null>(null)
  const playing = time === null ? -1 : words.findLastIndex((word) => word.start <= time)
  // A correction may have left fewer.
  const tabbed = Math.min(reached, words.length - 1)

  const reach = (index: number) => {
    setReached(index)
    box.current?.querySelector<HTMLElement>(`[data-word="${index}"]`)?.focus()
  }
  const keys = (event: KeyboardEvent) => {
    const index = wordAt(event)
    if (index === null) return
    const to = targetOf(event.key, index, words.length - 1)
    if (to !== null) reach(to)
    else if (event.key === 'F2') setEdited(index)
    else return
    event.preventDefault()
  }
  const press = (event: MouseEvent) => {
    const index = wordAt(event)
    if (index === null) return
    setReached(index)
    void playback.play(words[index]?.start ?? 0)
  }

  return (
    <>
      <div
        ref={box}
        role="toolbar"
        aria-label={t('word.all')}
        dir="auto"
        onKeyDown={keys}
        onClick={press}
        onDoubleClick={(event) => setEdited(wordAt(event))}
        className={cn('relative -mx-1 text-[17px] leading-8', !whole && 'max-h-56 overflow-y-auto')}
      >
        {words.map((word, index) =>
          index === edited ? (
            <WordEditor
              key={index}
              word={word.word}
              onSave={(text) => onCorrect(index, text)}
              onEnd={() => setEdited(null)}
            />
          ) : (
            <WordButton
              key={index}
              word={word}
              index={index}
              playing={index === playing}
              tabbed={index === tabbed}
              whole={whole}
            />
          ),
        )}
      </div>
      <p className="text-xs text-muted">{t(edited === null ? 'word.hint' : 'feedback.use')}</p>
    </>
  )
}

/** The word that an event came from. */
function wordAt({ target }: { target: EventTarget }): number | null {
  const word = target instanceof Element ? target.closest<HTMLElement>('[data-word]') : null
  return word ? Number(word.dataset.word) : null
}

function targetOf(key: string, index: number, last: number): number | null {
  if (key === 'ArrowRight') return Math.min(index + 1, last)
  if (key === 'ArrowLeft') return Math.max(index - 1, 0)
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}
