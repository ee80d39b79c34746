import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewWebhook } from '@/api/types'
import { SecretReveal } from '@/components/secret-reveal'
import { Dialog } from '@/components/ui/dialog'

/** Once the secret is there only a decision closes the window. */
export function SecretDialog({ made, onClose }: { made: NewWebhook; onClose: () => void }) {
  const { t } = useTranslation(['webhooks', 'app'])
  const [leaving, setLeaving] = useState(false)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && (leaving ? onClose() : setLeaving(true))}
      title={t('reveal.title', { name: made.url === null ? t('ofRequests') : made.name })}
      closeLabel={t('app:action.close')}
    >
      <SecretReveal
        secret={made.secret}
        leaving={leaving}
        onDone={onClose}
        words={{
          once: t('reveal.once'),
          sure: t('reveal.sure'),
          text: t('reveal.text'),
          copy: t('reveal.copy'),
          done: t('reveal.done'),
        }}
      />
    </Dialog>
  )
}
