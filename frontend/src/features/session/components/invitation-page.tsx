import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '@/lib/problem'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { TextField } from '@/components/ui/text-field'
import { useFieldWords } from '@/lib/use-field-words'
import { type Invitation, invitationMutation } from '../api'
import { Frame } from './frame'

export interface InvitationPageProps {
  invitation: Invitation
  onSignedIn: () => void
}

/** Who was invited chooses a password. */
export function InvitationPage({ invitation, onSignedIn }: InvitationPageProps) {
  const { t } = useTranslation('session')
  const take = useMutation(invitationMutation(useQueryClient(), invitation))
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [differs, setDiffers] = useState(false)
  const fault = useFieldWords(take.error)('/new_password')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setDiffers(password !== again)
    if (password === again) take.mutate(password, { onSuccess: onSignedIn })
  }
  return (
    <Frame title={t('invitation.choose')} lead={t('invitation.chooseLead')} onSubmit={submit}>
      {take.error && !fault ? <Refusal error={take.error} /> : null}
      <TextField
        label={t('invitation.next')}
        hint={t('invitation.hint')}
        error={fault}
        type="password"
        autoComplete="new-password"
        required
        value={password}
        onChange={setPassword}
      />
      <TextField
        label={t('invitation.again')}
        error={differs ? t('invitation.differs') : undefined}
        type="password"
        autoComplete="new-password"
        required
        value={again}
        onChange={setAgain}
      />
      <Button type="submit" variant="primary" size="lg" disabled={take.isPending}>
        {t('invitation.take')}
      </Button>
    </Frame>
  )
}

function Refusal({ error }: { error: Error }) {
  const { t } = useTranslation('session')
  // An address that was copied in part has no number in it.
  const gone = [400, 404].includes(problemOf(error)?.status ?? 0)
  return gone ? <Notice tone="error">{t('invitation.gone')}</Notice> : <ErrorNote error={error} />
}
