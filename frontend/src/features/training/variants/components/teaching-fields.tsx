import { useTranslation } from 'react-i18next'
import { SelectField } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import { formatCompact, formatPercent } from '@/lib/format'
import type { Fault, SchemaField, Typed } from '@/lib/schema-fields'
import type { Way } from '../types'
import { studentsOf } from '../variants'
import { useFaultWords } from '@/components/use-fault-words'
import { RecipeFields } from '../../recipes/components/recipe-fields'

export interface StudentFieldProps {
  ways: Way[]
  chosen: string
  onChange: (name: string) => void
}

/** Which smaller network learns; the first is the usual one. */
export function StudentField({ ways, chosen, onChange }: StudentFieldProps) {
  const { t, i18n } = useTranslation('variants')
  const students = studentsOf(ways)
  const known = students.find(({ name }) => name === chosen) ?? students[0]
  if (!known) return null
  const sizeOf = ({ parameters, share }: Way['students'][number]) =>
    t('studentSize', {
      weights: formatCompact(parameters, i18n.language),
      share: formatPercent(share, i18n.language, 0),
    })
  return (
    <SelectField
      label={t('student')}
      hint={sizeOf(known)}
      value={known.name}
      onValueChange={onChange}
      options={students.map((one) => ({ value: one.name, label: one.name, hint: sizeOf(one) }))}
    />
  )
}

export interface EpochsFieldProps {
  typed: string | boolean | undefined
  fault: Fault | undefined
  onChange: (value: string) => void
}

export function EpochsField({ typed, fault, onChange }: EpochsFieldProps) {
  const { t } = useTranslation(['variants', 'recipes'])
  const words = useFaultWords()
  return (
    <TextField
      label={t('recipes:field.epochs.name')}
      hint={t('epochsHint')}
      error={fault && words(fault)}
      inputMode="numeric"
      autoComplete="off"
      value={String(typed ?? '')}
      onChange={onChange}
      className="tabular-nums"
    />
  )
}

export interface MoreFieldsProps {
  fields: SchemaField[]
  typed: Typed
  faults: Partial<Record<string, Fault>>
  both: boolean
  refused: (pointer: string) => string | undefined
  onChange: (name: string, value: string | boolean) => void
}

/** The rest of the recipe by which a student learns. */
export function MoreFields({ fields, both, ...shared }: MoreFieldsProps) {
  const { t } = useTranslation(['variants', 'recipes'])
  return (
    <details className="group">
      <summary className="w-fit cursor-pointer py-1 text-sm font-medium text-accent">
        {t('recipes:more', { count: fields.length })}
      </summary>
      <div className="mt-3 flex flex-col gap-5">
        {both ? <p className="text-[13px] text-muted">{t('both')}</p> : null}
        <RecipeFields fields={fields} {...shared} />
      </div>
    </details>
  )
}
