import type { ComponentProps } from 'react'
import { Field, type FieldProps } from './field'
import { Input } from './input'

export interface TextFieldProps
  extends Pick<FieldProps, 'label' | 'hint' | 'error'>, Omit<ComponentProps<'input'>, 'onChange' | 'id'> {
  value: string
  onChange: (value: string) => void
}

/** A line of text in a form. */
export function TextField({ label, hint, error, onChange, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(props) => <Input {...props} {...input} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  )
}
