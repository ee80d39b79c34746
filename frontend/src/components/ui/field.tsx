import { type ReactNode, useId } from 'react'

export interface FieldProps {
  label: string
  hint?: string
  error?: string
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
