import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewWebhook } from '@/api/types'
import { Dialog } from '@/components/ui/dialog'
import { makeWebhookMutation } from '../api'
import { SecretDialog } from './secret-dialog'
import { WebhookForm } from './webhook-form'

/** First the form, then the secret. */
export function NewWebhookDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['webhooks', 'app'])
  const make = useMutation(makeWebhookMutation(useQueryClient()))
  const [made, setMade] = useState<NewWebhook | null>(null)
  if (made) return <SecretDialog made={made} onClose={onClose} />
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('make.title')}
      description={t('make.text')}
      closeLabel={t('app:action.close')}
    >
      <WebhookForm
        submit={t('make.submit')}
        busy={make.isPending}
        error={make.error}
        onSubmit={(form) => make.mutate(form, { onSuccess: setMade })}
        onCancel={onClose}
      />
    </Dialog>
  )
}
