import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, type ButtonProps } from './ui/button'

/** Copies a text and says so for a moment. Without a label only the sign shows. */
export function CopyButton({ text, label, ...props }: ButtonProps & { text: string; label?: string }) {
  const { t } = useTranslation('app')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await writeClipboard(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  const words = copied ? t('action.copied') : (label ?? t('action.copy'))
  return (
    <Button variant="ghost" size="sm" onClick={copy} aria-label={words} {...props}>
      {copied ? <Check /> : <Copy />}
      {label === undefined ? null : <span aria-live="polite">{words}</span>}
    </Button>
  )
}

/** The clipboard API exists only in a secure context; on a plain http address the old way still works. */
async function writeClipboard(text: string): Promise<void> {
  // The DOM types do not know that it may be missing.
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard) return clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  document.body.append(area)
  area.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else copies on plain http
  document.execCommand('copy')
  area.remove()
}
