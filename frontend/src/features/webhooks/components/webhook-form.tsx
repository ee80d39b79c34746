import { useQuery } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiKeysQuery } from '@/api/api-keys'
import { sessionQuery } from '@/api/session'
import type { Webhook, WebhookForm as Form, WebhookType } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { CheckRow } from '@/components/ui/checkbox'
import { TextField } from '@/components/ui/text-field'
import { useFieldWords } from '@/lib/use-field-words'
import { typesOfStaff, useTypeWords } from '../use-type-words'

interface WebhookFormProps {
  /** What is changed; none is made then. */
  webhook?: Webhook
  submit: string
  busy: boolean
  error: Error | null
  onSubmit: (form: Form) => void
  onCancel: () => void
}

/** Name, address, and of what it is told. */
export function WebhookForm({ webhook, submit, busy, error, onSubmit, onCancel }: WebhookFormProps) {
  const { t } = useTranslation(['webhooks', 'app'])
  const isStaff = useQuery(sessionQuery).data?.user?.is_staff ?? false
  const [name, setName] = useState(webhook?.name ?? '')
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [keys, setKeys] = useState<number[]>(webhook?.keys ?? [])
  const [types, setTypes] = useState<WebhookType[]>(webhook?.types ?? [])
  const fault = useFieldWords(error)
  const known = ['/name', '/url', '/types', '/keys'].some(fault)
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit({ name: name.trim(), url: url.trim(), keys, types })
  }
  return (
    <form onSubmit={send} className="flex flex-col gap-5">
      <TextField
        label={t('form.name')}
        error={fault('/name')}
        required
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={setName}
      />
      <TextField
        label={t('form.url')}
        hint={t('form.urlHint')}
        error={fault('/url')}
        required
        type="url"
        maxLength={2000}
        placeholder="https://"
        autoComplete="off"
        value={url}
        onChange={setUrl}
      />
      <KeyBoxes chosen={keys} onChange={setKeys} />
      {isStaff ? <TypeBoxes chosen={types} onChange={setTypes} /> : null}
      {error && !known ? <ErrorNote error={error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app:action.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={busy}>
          {submit}
        </Button>
      </div>
    </form>
  )
}

interface BoxesProps<T> {
  chosen: T[]
  onChange: (chosen: T[]) => void
}

const toggled = <T,>(chosen: T[], one: T, on: boolean) =>
  on ? [...chosen, one] : chosen.filter((other) => other !== one)

/** The keys of which it is told what has ended. */
function KeyBoxes({ chosen, onChange }: BoxesProps<number>) {
  const { t } = useTranslation('webhooks')
  const { data: keys = [] } = useQuery(apiKeysQuery)
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t('form.keys')}</legend>
      {keys.length === 0 ? <p className="text-[13px] text-muted">{t('form.noKeys')}</p> : null}
      {keys.map((key) => (
        <CheckRow
          key={key.id}
          label={key.name}
          hint={`${key.prefix}…`}
          checked={chosen.includes(key.id)}
          onChange={(on) => onChange(toggled(chosen, key.id, on))}
        />
      ))}
    </fieldset>
  )
}

/** What all staff see. */
function TypeBoxes({ chosen, onChange }: BoxesProps<WebhookType>) {
  const { t } = useTranslation('webhooks')
  const typeWords = useTypeWords()
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t('form.types')}</legend>
      {typesOfStaff.map((type) => (
        <CheckRow
          key={type}
          label={typeWords(type)}
          hint={type}
          checked={chosen.includes(type)}
          onChange={(on) => onChange(toggled(chosen, type, on))}
        />
      ))}
    </fieldset>
  )
}
