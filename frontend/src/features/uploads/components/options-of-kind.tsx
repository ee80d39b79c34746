import { useState } from 'react'
import { SchemaFields } from '@/components/schema-fields'
import { readFields, type SchemaField, typedOf } from '@/lib/schema-fields'
import type { RequestOptions } from '../choice'
import { changedOptions } from '../options'
import { useOptionWords } from './use-option-words'

interface OptionsOfKindProps {
  fields: SchemaField[]
  chosen: RequestOptions
  onChange: (options: RequestOptions | undefined) => void
}

/** The form of what one kind lets a request choose. */
export function OptionsOfKind({ fields, chosen, onChange }: OptionsOfKindProps) {
  const words = useOptionWords()
  const [typed, setTyped] = useState(() => typedOf(fields, chosen))
  const { faults } = readFields(fields, typed)
  const change = (name: string, value: string | boolean) => {
    const next = { ...typed, [name]: value }
    setTyped(next)
    onChange(changedOptions(fields, next))
  }
  return <SchemaFields fields={fields} typed={typed} faults={faults} {...words} onChange={change} />
}
