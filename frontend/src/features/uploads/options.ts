import type { Kind, Model } from '@/api/types'
import { fieldsOf, type Property, readFields, type SchemaField, type Typed } from '@/lib/schema-fields'
import { type Choice, modelOf, type RequestOptions } from './choice'

/** What may be heard has a choice of its own beside the form. */
const HEARD = ['keywords', 'one_of', 'grammar']

export interface Offered {
  kind: Kind
  fields: SchemaField[]
}

/** What the chosen model lets a request choose; without one, what the default model of each kind does. */
export function optionsOffered(models: readonly Model[], choice: Choice): Offered[] {
  const chosen = modelOf(choice, models)
  return (chosen ? [chosen] : models.filter((model) => model.is_default))
    .map(({ kind, options_schema: schema }) => ({
      kind,
      fields: fieldsOf(propertiesOf(schema)).filter(({ name }) => !HEARD.includes(name)),
    }))
    .filter(({ fields }) => fields.length > 0)
}

function propertiesOf(schema: Model['options_schema']): Record<string, Property> {
  return (schema.properties ?? {}) as Record<string, Property>
}

/** What differs from what is usual, and is right; undefined where nothing does. */
export function changedOptions(fields: SchemaField[], typed: Typed): RequestOptions | undefined {
  const { values } = readFields(fields, typed)
  const changed = fields.filter(({ name, initial }) => name in values && values[name] !== initial)
  if (changed.length === 0) return undefined
  return Object.fromEntries(changed.map(({ name }) => [name, values[name]])) as RequestOptions
}
