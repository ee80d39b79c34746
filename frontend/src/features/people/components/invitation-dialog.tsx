import { useTranslation } from 'react-i18next'
import type { Invitation } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { formatDateTime } from '@/lib/format'

/** The address that lets a person choose a password; lost, it is made anew. */
export function InvitationDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t, i18n } = useTranslation(['people', 'app'])
  const address = location.origin + invitation.path
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('invitation.title', { name: invitation.person.username })}
      description={t('invitation.text')}
      closeLabel={t('app:action.close')}
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-3 rounded-lg bg-sunken p-3">
          <code className="text-sm break-all select-all" data-testid="invitation">
            {address}
          </code>
          <CopyButton text={address} label={t('invitation.copy')} variant="primary" size="md" className="self-start" />
        </div>
        <p className="text-[13px] text-muted">
          {t('invitation.until', { date: formatDateTime(invitation.expires_at, i18n.language) })}
        </p>
        <Button className="self-end" onClick={onClose}>
          {t('invitation.done')}
        </Button>
      </div>
    </Dialog>
  )
}
