import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
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
      <Flag
        label={label}
        hint={field.description}
        checked={value === true}
        onChange={(checked) => onChange(field.name, checked)}
      />
    )
  }
  if (field.shape === 'choice') {
    return (
      <div className="flex min-w-0 flex-col gap-1.5">
        <span aria-hidden className="text-sm font-medium">
          {label}
        </span>
        <Select
          label={label}
          value={String(value)}
          onValueChange={(next) => onChange(field.name, next)}
          options={field.choices.map((choice) => ({ value: choice, label: choiceWords(choice) }))}
        />
        <p className={error ? 'text-[13px] text-error' : 'text-[13px] text-muted'}>{error ?? field.description}</p>
      </div>
    )
  }
  return (
    <Field label={label} hint={field.description} error={error}>
      {(props) => (
        <Input
          {...props}
          inputMode={field.shape === 'numbers' ? 'text' : field.shape === 'integer' ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={String(value ?? '')}
          placeholder={field.optional ? t('optional') : undefined}
          onChange={(event) => onChange(field.name, event.target.value)}
          className="tabular-nums"
        />
      )}
    </Field>
  )
}

function Flag({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string
  hint: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5 text-sm">
      <input
        id={id}
        type="checkbox"
        aria-describedby={`${id}-note`}
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div>
        <label htmlFor={id} className="cursor-pointer font-medium">
          {label}
        </label>
        <p id={`${id}-note`} className="text-[13px] text-muted">
          {hint}
        </p>
      </div>
    </div>
  )
}

/** Names of networks and number formats stay as they are; the rest is made readable. */
function choiceWords(choice: string): string {
  return /\d|^(sgd|adamw)$/.test(choice) ? choice : readable(choice.replaceAll('-', ' '))
}
