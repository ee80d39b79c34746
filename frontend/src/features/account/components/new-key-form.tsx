import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewApiKey } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { TextField } from '@/components/ui/text-field'
import { useFieldWords } from '@/lib/use-field-words'
import { createKeyMutation } from '../api'
import { expiryOf, type Lifetime, lifetimes, type Scope, tomorrow } from '../key-form'
import { ScopeBoxes } from './scope-boxes'

export interface NewKeyFormProps {
  isStaff: boolean
  onMade: (key: NewApiKey) => void
  onCancel: () => void
}

export function NewKeyForm({ isStaff, onMade, onCancel }: NewKeyFormProps) {
  const { t } = useTranslation(['account', 'app'])
  const client = useQueryClient()
  const create = useMutation(createKeyMutation(client))
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<Scope[]>(['predict'])
  const [lifetime, setLifetime] = useState<Lifetime>('90')
  const [date, setDate] = useState(tomorrow())
  const fault = useFieldWords(create.error)
  const known = ['/name', '/scopes', '/expires_at'].some(fault)

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    create.mutate({ name: name.trim(), scopes: chosen, expires_at: expiryOf(lifetime, date) }, { onSuccess: onMade })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <TextField
        label={t('make.name')}
        hint={t('make.nameHint')}
        error={fault('/name')}
        required
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={setName}
      />
      <ScopeBoxes isStaff={isStaff} chosen={chosen} onChange={setChosen} error={fault('/scopes')} />
      <div className="flex flex-col gap-1.5">
        <span aria-hidden className="text-sm font-medium">
          {t('make.expires')}
        </span>
        <div className="flex flex-wrap gap-2">
          <Select
            label={t('make.expires')}
            value={lifetime}
            onValueChange={(value) => setLifetime(value as Lifetime)}
            options={lifetimes.map((value) => ({ value, label: t(`lifetime.${value}`) }))}
            className="min-w-44"
          />
          {lifetime === 'date' ? (
            <Input
              type="date"
              aria-label={t('make.day')}
              required
              min={tomorrow()}
              value={date}
              onChange={(event) => setDate(event.target.value)}
              className="w-44"
            />
          ) : null}
        </div>
        {fault('/expires_at') ? <p className="text-[13px] text-error">{fault('/expires_at')}</p> : null}
      </div>
      {create.error && !known ? <ErrorNote error={create.error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app:action.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={create.isPending || chosen.length === 0}>
          {t('make.submit')}
        </Button>
      </div>
    </form>
  )
}
