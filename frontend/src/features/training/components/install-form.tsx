import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/problem'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { installModel } from '../api'
import { keys } from '../keys'

/** A model of a hub by its name; a download that breaks off goes on when it is tried again. */
export function InstallForm() {
  const { t } = useTranslation('training')
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [slug, setSlug] = useState('')
  const install = useMutation({
    mutationFn: () => installModel({ name: name.trim(), ...(slug ? { slug } : {}) }),
    onSuccess: () => {
      setName('')
      setSlug('')
      return client.invalidateQueries({ queryKey: keys.jobs })
    },
  })
  const fault = (pointer: string) => (install.error instanceof ApiError ? install.error.field(pointer) : undefined)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    install.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t('bring.name')} hint={t('bring.nameHint')} error={fault('/name')}>
          {(props) => <Input {...props} required maxLength={200} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={t('run.slug')} hint={t('bring.slugHint')} error={fault('/slug')}>
          {(props) => <Input {...props} maxLength={63} autoComplete="off" value={slug} onChange={(event) => setSlug(event.target.value)} />}
        </Field>
      </div>
      {install.error && !fault('/name') && !fault('/slug') ? <ErrorNote error={install.error} /> : null}
      <Button type="submit" variant="primary" className="self-start" disabled={install.isPending || name.trim() === ''}>
        <Download /> {t('bring.install')}
      </Button>
    </form>
  )
}
