import { Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Input } from '@/components/ui/input'

/** Long enough not to ask for every letter, short enough to feel at once. */
const PAUSE_MS = 250

/** Tells what was typed after a short pause, and follows the address when that changes by itself. */
export function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('history')
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const [typing, setTyping] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  if (value !== known) {
    setKnown(value)
    // What the reader is typing right now is newer than the address.
    if (!typing) setText(value)
  }
  const type = (next: string) => {
    setText(next)
    setTyping(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setTyping(false)
      onChange(next.trim())
    }, PAUSE_MS)
  }
  return (
    <div className="relative min-w-0 flex-1">
      <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
      <Input
        type="search"
        aria-label={t('filter.search')}
        placeholder={t('filter.search')}
        value={text}
        onChange={(event) => type(event.target.value)}
        className="pl-9"
      />
    </div>
  )
}
