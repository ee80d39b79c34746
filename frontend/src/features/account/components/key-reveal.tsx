import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/copy-button'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export interface KeyRevealProps {
  secret: string
  /** The reader tried to close the window: ask before the key is gone for good. */
  leaving: boolean
  onDone: () => void
}

export function KeyReveal({ secret, leaving, onDone }: KeyRevealProps) {
  const { t } = useTranslation('account')
  return (
    <div className="flex flex-col gap-4">
      <Notice tone={leaving ? 'error' : 'warn'} title={leaving ? t('reveal.sure') : t('reveal.once')}>
        {t('reveal.text')}
      </Notice>
      <div className="flex flex-col gap-3 rounded-lg bg-sunken p-3">
        <code className="text-sm break-all select-all" data-testid="new-key">
          {secret}
        </code>
        <CopyButton text={secret} label={t('reveal.copy')} variant="primary" size="md" className="self-start" />
      </div>
      <Button className="self-end" onClick={onDone}>
        {t('reveal.done')}
      </Button>
    </div>
  )
}
