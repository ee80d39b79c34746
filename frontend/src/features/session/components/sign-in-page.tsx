import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { signInMutation } from '../api'
import { Frame } from './frame'

export function SignInPage({ ended, onSignedIn }: { ended: boolean; onSignedIn: () => void }) {
  const { t } = useTranslation('session')
  const client = useQueryClient()
  const signIn = useMutation({ ...signInMutation(client), onSettled: (_data, error) => error === null && onSignedIn() })
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    signIn.mutate({ username, password })
  }

  return (
    <Frame title={t('title')} lead={t('lead')} onSubmit={submit}>
      {ended && !signIn.error ? <Notice>{t('ended')}</Notice> : null}
      <SignInError error={signIn.error} wrong={t('wrong')} />
      <Field label={t('username')}>
        {(props) => (
          <Input
            {...props}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            required
            value={username}
            onChange={(e) => setUsername(e.target.value)}
          />
        )}
      </Field>
      <Field label={t('password')}>
        {(props) => (
          <Input
            {...props}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" disabled={signIn.isPending}>
        {t('submit')}
      </Button>
      <p className="text-center text-[13px] text-muted">{t('noAccount')}</p>
    </Frame>
  )
}

function SignInError({ error, wrong }: { error: Error | null; wrong: string }) {
  if (!error) return null
  if ('status' in error && error.status === 401) return <Notice tone="error">{wrong}</Notice>
  return <ErrorNote error={error} />
}
