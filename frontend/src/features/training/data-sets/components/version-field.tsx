import { SelectField } from '@/components/ui/field'
import type { DataSetVersion } from '../types'

type Named = Pick<DataSetVersion, 'data_set' | 'number' | 'title'>

export interface VersionFieldProps<V extends Named> {
  label: string
  hint?: string
  versions: V[]
  value: V | null
  onChange: (version: V) => void
  /** A second line below a version. */
  words?: (version: V) => string
  /** What else can be chosen: nothing. */
  none?: { label: string; onChoose: () => void }
}

const NONE = 'none'
const keyOf = ({ data_set, number }: Named) => `${data_set}/${number}`

/** Chooses one of the frozen versions. */
export function VersionField<V extends Named>({
  label,
  hint,
  versions,
  value,
  onChange,
  words,
  none,
}: VersionFieldProps<V>) {
  const choose = (key: string) => {
    const chosen = versions.find((one) => keyOf(one) === key)
    if (chosen) onChange(chosen)
    else none?.onChoose()
  }
  return (
    <SelectField
      label={label}
      hint={hint}
      value={value ? keyOf(value) : NONE}
      onValueChange={choose}
      options={[
        ...(none ? [{ value: NONE, label: none.label }] : []),
        ...versions.map((one) => ({ value: keyOf(one), label: `${one.title}, v${one.number}`, hint: words?.(one) })),
      ]}
    />
  )
}
