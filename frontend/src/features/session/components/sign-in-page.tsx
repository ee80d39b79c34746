import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Logo } from '@/components/logo'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { signInMutation } from '../api'

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
    <main className="flex min-h-dvh items-center justify-center p-4">
      <form onSubmit={submit} className="flex w-full max-w-sm flex-col gap-5">
        <div className="flex flex-col items-center gap-3 text-center">
          <Logo className="size-11" />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
            <p className="mt-1 text-sm text-muted">{t('lead')}</p>
          </div>
        </div>
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
      </form>
    </main>
  )
}

function SignInError({ error, wrong }: { error: Error | null; wrong: string }) {
  if (!error) return null
  if ('status' in error && error.status === 401) return <Notice tone="error">{wrong}</Notice>
  return <ErrorNote error={error} />
}
