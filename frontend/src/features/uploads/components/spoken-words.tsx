import { useTranslation } from 'react-i18next'
import { Textarea } from '@/components/ui/input'
import { formatNumber } from '@/lib/format'
import { MOST_BYTES, MOST_LINES, setSpoken, type Spoken, wordsIn } from '../spoken'

/** Its code comes when the window is open already, which has given the focus by then. */
const focus = (area: HTMLTextAreaElement | null) => area?.focus()

/** The reader's own words or phrases, one on a line. */
export function SpokenWords({ way, spoken }: { way: 'keywords' | 'one_of'; spoken: Spoken }) {
  const { t, i18n } = useTranslation('uploads')
  const words = wordsIn(spoken.lines)
  const bytes = words.reduce((sum, word) => sum + new TextEncoder().encode(word).length, 0)
  const fault = words.length > MOST_LINES ? 'tooMany' : bytes > MOST_BYTES ? 'tooLong' : undefined
  return (
    <label className="flex flex-col gap-2 text-[13px] text-muted">
      {t(`spoken.${way}Hint`)}
      <Textarea
        ref={focus}
        rows={8}
        spellCheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby="spoken-count"
        value={spoken.lines}
        onChange={(event) => setSpoken({ ...spoken, lines: event.target.value })}
      />
      <span id="spoken-count" className={fault ? 'text-error' : ''}>
        {fault
          ? t(`spoken.${fault}`, { most: formatNumber(MOST_LINES, i18n.language) })
          : t('spoken.counted', { count: words.length, most: formatNumber(MOST_LINES, i18n.language) })}
      </span>
    </label>
  )
}
