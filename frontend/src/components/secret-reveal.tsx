import { CopyButton } from './copy-button'
import { Button } from './ui/button'
import { Notice } from './ui/notice'

export interface SecretRevealProps {
  secret: string
  /** The reader tried to close the window: ask before the secret is gone for good. */
  leaving: boolean
  onDone: () => void
  words: { once: string; sure: string; text: string; copy: string; done: string }
}

/** A secret, shown this once. */
export function SecretReveal({ secret, leaving, onDone, words }: SecretRevealProps) {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone={leaving ? 'error' : 'warn'} title={leaving ? words.sure : words.once}>
        {words.text}
      </Notice>
      <div className="flex flex-col gap-3 rounded-lg bg-sunken p-3">
        <code className="text-sm break-all select-all" data-testid="new-key">
          {secret}
        </code>
        <CopyButton text={secret} label={words.copy} variant="primary" size="md" className="self-start" />
      </div>
      <Button className="self-end" onClick={onDone}>
        {words.done}
      </Button>
    </div>
  )
}
