import { useTranslation } from 'react-i18next'
import { CheckRow } from '@/components/ui/checkbox'
import { SelectField } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import { type Fault, readable, type RecipeField, type Typed } from '../schema'
import { useFaultWords } from '../words'
import { useFieldWords } from '../words'

export interface RecipeFieldsProps {
  fields: RecipeField[]
  typed: Typed
  faults: Partial<Record<string, Fault>>
  /** The server's own words about a field, by its pointer. */
  refused: (pointer: string) => string | undefined
  onChange: (name: string, value: string | boolean) => void
}

export function RecipeFields({ fields, ...shared }: RecipeFieldsProps) {
  return (
    <div className="grid items-start gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
      {fields.map((field) => (
        <OneField key={field.name} field={field} {...shared} />
      ))}
    </div>
  )
}

function OneField({
  field,
  typed,
  faults,
  refused,
  onChange,
}: Omit<RecipeFieldsProps, 'fields'> & { field: RecipeField }) {
  const { t } = useTranslation('recipes')
  const nameOf = useFieldWords()
  const faultWords = useFaultWords()
  const fault = faults[field.name]
  const error = fault ? faultWords(fault) : refused(`/recipe/${field.name}`)
  const value = typed[field.name]
  const label =
    field.unit && field.unit !== field.name
      ? t('withUnit', { name: nameOf(field.name), unit: field.unit })
      : nameOf(field.name)
  if (field.shape === 'flag') {
    return (
      <CheckRow
        label={<span className="font-medium">{label}</span>}
        hint={<span className="block text-[13px]">{field.description}</span>}
        checked={value === true}
        onChange={(checked) => onChange(field.name, checked)}
      />
    )
  }
  if (field.shape === 'choice') {
    return (
      <SelectField
        label={label}
        hint={field.description}
        error={error}
        value={String(value)}
        onValueChange={(next) => onChange(field.name, next)}
        options={field.choices.map((choice) => ({ value: choice, label: choiceWords(choice) }))}
      />
    )
  }
  return (
    <TextField
      label={label}
      hint={field.description}
      error={error}
      inputMode={field.shape === 'numbers' ? 'text' : field.shape === 'integer' ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={String(value ?? '')}
      placeholder={field.optional ? t('optional') : undefined}
      onChange={(next) => onChange(field.name, next)}
      className="tabular-nums"
    />
  )
}

/** Names of networks and number formats stay as they are; the rest is made readable. */
function choiceWords(choice: string): string {
  return /\d|^(sgd|adamw)$/.test(choice) ? choice : readable(choice.replaceAll('-', ' '))
}
