import { useTranslation } from 'react-i18next'
import { CheckRow } from '@/components/ui/checkbox'
import { SelectField } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import { type Fault, type SchemaField, type Typed } from '@/lib/schema-fields'
import { useFaultWords } from './use-fault-words'

/** Of one that the page does not know yet they give what the schema says. */
export interface FieldWords {
  nameOf: (field: string) => string
  hintOf: (field: SchemaField) => string
  unitOf?: (unit: string) => string
  choiceOf?: (choice: string) => string
}

export interface SchemaFieldsProps extends FieldWords {
  fields: SchemaField[]
  typed: Typed
  faults: Partial<Record<string, Fault>>
  /** The server's own words about a field. */
  refused?: (field: string) => string | undefined
  /** Stands in a field that may be left empty. */
  empty?: string
  onChange: (name: string, value: string | boolean) => void
}

/** The controls of a form that a JSON schema describes. */
export function SchemaFields({ fields, ...shared }: SchemaFieldsProps) {
  return fields.map((field) => <OneField key={field.name} field={field} {...shared} />)
}

function OneField({
  field,
  typed,
  faults,
  nameOf,
  hintOf,
  unitOf = (unit) => unit,
  choiceOf = (choice) => choice,
  refused,
  empty,
  onChange,
}: Omit<SchemaFieldsProps, 'fields'> & { field: SchemaField }) {
  const { t } = useTranslation('app')
  const faultWords = useFaultWords()
  const fault = faults[field.name]
  const error = fault ? faultWords(fault) : refused?.(field.name)
  const value = typed[field.name]
  const hint = hintOf(field)
  const label =
    field.unit && field.unit !== field.name
      ? t('field.withUnit', { name: nameOf(field.name), unit: unitOf(field.unit) })
      : nameOf(field.name)
  if (field.shape === 'flag') {
    return (
      <CheckRow
        label={<span className="font-medium">{label}</span>}
        hint={<span className="block text-[13px]">{hint}</span>}
        checked={value === true}
        onChange={(checked) => onChange(field.name, checked)}
      />
    )
  }
  if (field.shape === 'choice') {
    return (
      <SelectField
        label={label}
        hint={hint}
        error={error}
        value={String(value)}
        onValueChange={(next) => onChange(field.name, next)}
        options={field.choices.map((choice) => ({ value: choice, label: choiceOf(choice) }))}
      />
    )
  }
  return (
    <TextField
      label={label}
      hint={hint}
      error={error}
      inputMode={field.shape === 'numbers' ? 'text' : field.shape === 'integer' ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={String(value ?? '')}
      placeholder={field.optional ? empty : undefined}
      onChange={(next) => onChange(field.name, next)}
      className="tabular-nums"
    />
  )
}
