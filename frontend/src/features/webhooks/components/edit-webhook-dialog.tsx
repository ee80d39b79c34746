import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '@/api/types'
import { Dialog } from '@/components/ui/dialog'
import { changeWebhookMutation } from '../api'
import { WebhookForm } from './webhook-form'

export function EditWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation(['webhooks', 'app'])
  const change = useMutation(changeWebhookMutation(useQueryClient(), webhook.id))
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('edit.title', { name: webhook.name })}
      closeLabel={t('app:action.close')}
    >
      <WebhookForm
        webhook={webhook}
        submit={t('app:action.save')}
        busy={change.isPending}
        error={change.error}
        onSubmit={(form) => change.mutate(form, { onSuccess: onClose })}
        onCancel={onClose}
      />
    </Dialog>
  )
}
