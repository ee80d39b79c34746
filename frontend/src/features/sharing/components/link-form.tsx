import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model, NewLink } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import { useFieldWords } from '@/lib/use-field-words'
import { makeLinkMutation } from '../api'

const LONGEST_NAME = 100
const HOURS = ['1', '24', '168', '720', '2160'] as const
const MOST_A_DAY = ['20', '100', '500', '10000'] as const

export interface LinkFormProps {
  model: Pick<Model, 'slug' | 'title'>
  onMade: (link: NewLink) => void
  onCancel: () => void
}

export function LinkForm({ model, onMade, onCancel }: LinkFormProps) {
  const { t } = useTranslation(['sharing', 'app'])
  const make = useMutation(makeLinkMutation(useQueryClient(), model.slug))
  const [name, setName] = useState(model.title.slice(0, LONGEST_NAME))
  const [hours, setHours] = useState('168')
  const [most, setMost] = useState('100')
  const fault = useFieldWords(make.error)('/name')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    make.mutate({ name: name.trim(), hours: Number(hours), most_a_day: Number(most) }, { onSuccess: onMade })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      {make.error && !fault ? <ErrorNote error={make.error} /> : null}
      <TextField
        label={t('form.name')}
        hint={t('form.nameHint')}
        error={fault}
        required
        maxLength={LONGEST_NAME}
        autoComplete="off"
        value={name}
        onChange={setName}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          label={t('form.hours')}
          value={hours}
          onValueChange={setHours}
          options={HOURS.map((value) => ({ value, label: t(`hours.${value}`) }))}
        />
        <SelectField
          label={t('form.most')}
          value={most}
          onValueChange={setMost}
          options={MOST_A_DAY.map((value) => ({ value, label: t('form.files', { count: Number(value) }) }))}
        />
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app:action.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={make.isPending}>
          {t('form.submit')}
        </Button>
      </div>
    </form>
  )
}
