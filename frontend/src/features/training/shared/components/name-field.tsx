import { TextField, type TextFieldProps } from '@/components/ui/text-field'

/** The name of a data set or a model, as it stands in addresses. */
export function NameField(props: Omit<TextFieldProps, 'maxLength' | 'autoComplete'>) {
  return <TextField required maxLength={63} autoComplete="off" {...props} />
}
