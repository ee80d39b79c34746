import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useFieldWords } from '@/lib/use-field-words'
import { changePasswordMutation } from '../api'
import { Section } from '@/components/section'

const empty = { current: '', next: '', again: '' }

export function PasswordSection({ username }: { username: string }) {
  const { t } = useTranslation('account')
  const [form, setForm] = useState(empty)
  const [differs, setDiffers] = useState(false)
  const change = useMutation({
    ...changePasswordMutation,
    onSettled: (_nothing, error) => error === null && setForm(empty),
  })
  const fault = useFieldWords(change.error)

  const set = (field: keyof typeof empty) => (event: { target: { value: string } }) => {
    setForm({ ...form, [field]: event.target.value })
    setDiffers(false)
    if (!change.isIdle && !change.isPending) change.reset()
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (form.next !== form.again) setDiffers(true)
    else change.mutate({ current_password: form.current, new_password: form.next })
  }
  const fields = [
    {
      key: 'current',
      label: t('password.current'),
      autoComplete: 'current-password',
      error: fault('/current_password'),
    },
    {
      key: 'next',
      label: t('password.next'),
      hint: t('password.hint'),
      autoComplete: 'new-password',
      error: fault('/new_password'),
    },
    {
      key: 'again',
      label: t('password.again'),
      autoComplete: 'new-password',
      error: differs ? t('password.differs') : undefined,
    },
  ] as const
  const elsewhere = change.error !== null && fields.every((field) => !field.error)

  return (
    <Section title={t('password.title')} lead={t('password.lead')}>
      <Card className="p-4">
        <form onSubmit={submit} className="flex max-w-sm flex-col gap-4">
          {/* Password managers file the new password under this name. */}
          <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
          {fields.map(({ key, autoComplete, ...field }) => (
            <Field key={key} {...field}>
              {(props) => (
                <Input
                  {...props}
                  type="password"
                  name={key}
                  required
                  autoComplete={autoComplete}
                  value={form[key]}
                  onChange={set(key)}
                />
              )}
            </Field>
          ))}
          {elsewhere ? <ErrorNote error={change.error} /> : null}
          <div aria-live="polite">
            {change.isSuccess ? <Notice tone="success">{t('password.changed')}</Notice> : null}
          </div>
          <Button type="submit" variant="primary" className="self-start" disabled={change.isPending}>
            {t('password.submit')}
          </Button>
        </form>
      </Card>
    </Section>
  )
}
