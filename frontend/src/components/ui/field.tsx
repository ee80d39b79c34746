import { type ReactNode, useId } from 'react'
import { Select, type SelectProps } from './select'

export interface FieldProps {
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** Gets the ids that join the control with its words. */
  children: (props: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean | undefined
  }) => ReactNode
}

/** A form control with its label, a hint, and the sentence about what is wrong with it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': error ? true : undefined })}
      {note ? (
        <p id={`${id}-note`} className={error ? 'text-[13px] text-error' : 'text-[13px] text-muted'}>
          {note}
        </p>
      ) : null}
    </div>
  )
}

/** A control that names itself (a Select, a Segmented), with its label and a note in sight. */
export function Labelled({ label, hint, error, children }: Omit<FieldProps, 'children'> & { children: ReactNode }) {
  const note = error ?? hint
  return (
    <div className="flex min-w-0 flex-col items-start gap-1.5 [&>[role=combobox]]:w-full">
      <span aria-hidden className="text-sm font-medium">
        {label}
      </span>
      {children}
      {note ? <p className={error ? 'text-[13px] text-error' : 'text-[13px] text-muted tabular-nums'}>{note}</p> : null}
    </div>
  )
}

/** A choice from a list, in a form. */
export function SelectField({ hint, error, ...props }: SelectProps & Pick<FieldProps, 'hint' | 'error'>) {
  return (
    <Labelled label={props.label} hint={hint} error={error}>
      <Select {...props} />
    </Labelled>
  )
}
