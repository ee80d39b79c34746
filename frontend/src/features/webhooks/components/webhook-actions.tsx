import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { MoreHorizontal, Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { NewWebhook, Webhook } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu'
import { useProblemWords } from '@/lib/use-problem-words'
import { changeWebhookMutation, deleteWebhookMutation, renewSecretMutation } from '../api'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { EditWebhookDialog } from './edit-webhook-dialog'
import { SecretDialog } from './secret-dialog'

export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation(['webhooks', 'app'])
  const queries = useQueryClient()
  const navigate = useNavigate()
  const problemWords = useProblemWords()
  const refused = { onError: (error: Error) => toast.error(problemWords(error)) }
  const change = useMutation(changeWebhookMutation(queries, webhook.id))
  const renew = useMutation(renewSecretMutation(webhook.id))
  const remove = useMutation(deleteWebhookMutation(queries, webhook.id))
  const [open, setOpen] = useState<'edit' | 'secret' | 'delete' | null>(null)
  const [made, setMade] = useState<NewWebhook | null>(null)
  const close = () => setOpen(null)
  const paused = webhook.paused_at !== null
  return (
    <>
      <Button disabled={change.isPending} onClick={() => change.mutate({ paused: !paused }, refused)}>
        {paused ? <Play /> : <Pause />} {t(paused ? 'goOn' : 'pause')}
      </Button>
      <Menu>
        <MenuTrigger asChild>
          <Button size="icon" aria-label={t('app:action.more')}>
            <MoreHorizontal />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          {webhook.url === null ? null : <MenuItem onSelect={() => setOpen('edit')}>{t('app:action.edit')}</MenuItem>}
          <MenuItem onSelect={() => setOpen('secret')}>{t('renew.open')}</MenuItem>
          <MenuSeparator />
          <MenuItem danger onSelect={() => setOpen('delete')}>
            {t('app:action.delete')}
          </MenuItem>
        </MenuContent>
      </Menu>
      {open === 'edit' ? <EditWebhookDialog webhook={webhook} onClose={close} /> : null}
      {open === 'secret' ? (
        <ConfirmDialog
          title={t('renew.title')}
          text={t('renew.text')}
          confirm={t('renew.confirm')}
          busy={renew.isPending}
          error={renew.error}
          onClose={close}
          onConfirm={() =>
            renew.mutate(undefined, {
              onSuccess: (next) => {
                close()
                setMade(next)
              },
            })
          }
        />
      ) : null}
      {open === 'delete' ? (
        <ConfirmDialog
          title={t('delete.title', { name: webhook.name })}
          text={t('delete.text')}
          confirm={t('delete.confirm')}
          danger
          busy={remove.isPending}
          error={remove.error}
          onClose={close}
          onConfirm={() =>
            remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/account/webhooks', replace: true }) })
          }
        />
      ) : null}
      {made ? <SecretDialog made={made} onClose={() => setMade(null)} /> : null}
    </>
  )
}
