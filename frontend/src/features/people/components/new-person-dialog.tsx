import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Invitation } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { CheckRow } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/text-field'
import { useFieldWords } from '@/lib/use-field-words'
import { makePersonMutation } from '../api'
import { InvitationDialog } from './invitation-dialog'

/** First the form; then the invitation, which is shown this once. */
export function NewPersonDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['people', 'app'])
  const [made, setMade] = useState<Invitation | null>(null)
  if (made) return <InvitationDialog invitation={made} onClose={onClose} />
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('make')}
      description={t('makeText')}
      closeLabel={t('app:action.close')}
    >
      <NewPersonForm onMade={setMade} onCancel={onClose} />
    </Dialog>
  )
}

function NewPersonForm({ onMade, onCancel }: { onMade: (made: Invitation) => void; onCancel: () => void }) {
  const { t } = useTranslation(['people', 'app'])
  const make = useMutation(makePersonMutation(useQueryClient()))
  const [username, setUsername] = useState('')
  const [isStaff, setStaff] = useState(false)
  const fault = useFieldWords(make.error)('/username')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    make.mutate({ username: username.trim(), is_staff: isStaff }, { onSuccess: onMade })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <TextField
        label={t('username')}
        hint={t('usernameHint')}
        error={fault}
        required
        maxLength={150}
        autoComplete="off"
        autoCapitalize="none"
        value={username}
        onChange={setUsername}
      />
      <CheckRow label={t('staff')} hint={t('staffHint')} checked={isStaff} onChange={setStaff} />
      {make.error && !fault ? <ErrorNote error={make.error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app:action.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={make.isPending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  )
}
