import { type Fault, fieldsOf, type Property, readFields, type SchemaField, type Typed } from '@/lib/schema-fields'
import type { Kind } from '../shared/types'

/** The JSON schema of recipes, as far as a form needs it. */
export interface Schema {
  discriminator: { mapping: Partial<Record<string, string>> }
  $defs: Partial<Record<string, { properties: Record<string, Property> }>>
}

/** The fields of one kind of recipe, in the order of the schema. `kind` itself is no choice. */
export function recipeFields(schema: Schema, kind: Kind): SchemaField[] {
  const name = schema.discriminator.mapping[kind]?.split('/').at(-1) ?? ''
  return fieldsOf(schema.$defs[name]?.properties ?? {})
}

export interface ReadRecipe {
  recipe: Record<string, unknown>
  faults: Partial<Record<string, Fault>>
}

export function readRecipe(kind: Kind, fields: SchemaField[], typed: Typed): ReadRecipe {
  const { values, faults } = readFields(fields, typed)
  return { recipe: { kind, ...values }, faults }
}

const BASIC = [
  'architecture',
  'epochs',
  'learning_rate',
  'batch_size',
  'seconds_per_batch',
  'image_size',
  'freeze',
  'labels',
  'remember',
  'vocabulary',
]
const ONLY_FINE_TUNING = ['freeze', 'layer_decay', 'labels', 'remember', 'keep_norms', 'vocabulary']
const ONLY_FROM_SCRATCH = ['architecture', 'widths']

export interface Arranged {
  basic: SchemaField[]
  more: SchemaField[]
}

/** What most people change first, then the rest; without what has no effect on this kind of run. */
export function arrange(fields: SchemaField[], fineTunes: boolean): Arranged {
  const idle = fineTunes ? ONLY_FROM_SCRATCH : ONLY_FINE_TUNING
  const shown = fields.filter(({ name }) => !idle.includes(name))
  const basic = BASIC.flatMap((name) => shown.filter((field) => field.name === name))
  return { basic, more: shown.filter((field) => !basic.includes(field)) }
}
