import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { ApiKey } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { deleteKeyMutation } from '../api'

export function DeleteKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation(['account', 'app'])
  const client = useQueryClient()
  const remove = useMutation(deleteKeyMutation(client))
  const confirm = () =>
    remove.mutate(apiKey.id, {
      onSuccess: () => {
        toast.success(t('delete.done', { name: apiKey.name }))
        onClose()
      },
    })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('delete.title', { name: apiKey.name })}
      description={t('delete.text', { prefix: apiKey.prefix })}
      closeLabel={t('app:action.close')}
    >
      {remove.error ? <ErrorNote error={remove.error} className="mb-4" /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('app:action.cancel')}</Button>
        <Button variant="danger" disabled={remove.isPending} onClick={confirm}>
          {t('delete.confirm')}
        </Button>
      </div>
    </Dialog>
  )
}
