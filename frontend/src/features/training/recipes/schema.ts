import type { Kind } from '../shared/types'

interface Property {
  type?: string
  title?: string
  description?: string
  unit?: string
  default?: unknown
  const?: unknown
  enum?: string[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minItems?: number
  maxItems?: number
  anyOf?: Property[]
}

/** The JSON schema of recipes, as far as a form needs it. */
export interface Schema {
  discriminator: { mapping: Partial<Record<string, string>> }
  $defs: Partial<Record<string, { properties: Record<string, Property> }>>
}

export interface RecipeField {
  name: string
  shape: 'integer' | 'number' | 'choice' | 'flag' | 'numbers'
  description: string
  unit: string
  choices: string[]
  /** Bounds; `open` ones are not themselves allowed. */
  least: number | null
  most: number | null
  openLeast: boolean
  openMost: boolean
  /** How many numbers a list has. */
  minItems: number
  maxItems: number
  /** May be left empty. */
  optional: boolean
  initial: unknown
}

/** The fields of one kind of recipe, in the order of the schema. `kind` itself is no choice. */
export function fieldsOf(schema: Schema, kind: Kind): RecipeField[] {
  const name = schema.discriminator.mapping[kind]?.split('/').at(-1) ?? ''
  const properties = schema.$defs[name]?.properties ?? {}
  return Object.entries(properties)
    .filter(([, property]) => property.const === undefined)
    .map(([field, property]) => fieldOf(field, property))
}

function fieldOf(name: string, property: Property): RecipeField {
  const optional = property.anyOf?.some(({ type }) => type === 'null') ?? false
  const own = property.anyOf?.find(({ type }) => type !== 'null') ?? property
  return {
    name,
    shape: shapeOf(own),
    description: property.description ?? '',
    unit: property.unit ?? '',
    choices: own.enum ?? [],
    least: own.minimum ?? own.exclusiveMinimum ?? null,
    most: own.maximum ?? own.exclusiveMaximum ?? null,
    openLeast: own.exclusiveMinimum !== undefined,
    openMost: own.exclusiveMaximum !== undefined,
    minItems: own.minItems ?? 1,
    maxItems: own.maxItems ?? Infinity,
    optional,
    initial: property.default,
  }
}

function shapeOf({ type, enum: choices }: Property): RecipeField['shape'] {
  if (choices) return 'choice'
  if (type === 'boolean') return 'flag'
  if (type === 'array') return 'numbers'
  return type === 'integer' ? 'integer' : 'number'
}

/** What stands in the form: everything as it is typed. */
export type Typed = Record<string, string | boolean>

export function typedOf(fields: RecipeField[], recipe: Record<string, unknown>): Typed {
  return Object.fromEntries(fields.map((field) => [field.name, typedValue(recipe[field.name] ?? field.initial)]))
}

function typedValue(value: unknown): string | boolean {
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}

export type Fault =
  | { code: 'missing' | 'notNumber' | 'notWhole' }
  | { code: 'items'; least: number; most: number }
  | { code: 'low' | 'high' | 'lowOpen' | 'highOpen'; bound: number }

/** The value of a field, or what is wrong with what was typed. */
export function read(field: RecipeField, typed: string | boolean): { value: unknown } | { fault: Fault } {
  if (typeof typed === 'boolean' || field.shape === 'choice') return { value: typed }
  if (typed.trim() === '') return field.optional ? { value: null } : { fault: { code: 'missing' } }
  if (field.shape !== 'numbers') return readNumber(field, typed.trim())
  const parts = typed.split(/[,;\s]+/).filter((part) => part !== '')
  if (parts.length < field.minItems || parts.length > field.maxItems)
    return { fault: { code: 'items', least: field.minItems, most: field.maxItems } }
  const values = parts.map(Number)
  return values.every(Number.isFinite) ? { value: values } : { fault: { code: 'notNumber' } }
}

function readNumber(
  { shape, least, most, openLeast, openMost }: RecipeField,
  typed: string,
): { value: number } | { fault: Fault } {
  const value = Number(typed)
  if (!Number.isFinite(value)) return { fault: { code: 'notNumber' } }
  if (shape === 'integer' && !Number.isInteger(value)) return { fault: { code: 'notWhole' } }
  if (least !== null && (openLeast ? value <= least : value < least))
    return { fault: { code: openLeast ? 'lowOpen' : 'low', bound: least } }
  if (most !== null && (openMost ? value >= most : value > most))
    return { fault: { code: openMost ? 'highOpen' : 'high', bound: most } }
  return { value }
}

export interface ReadRecipe {
  recipe: Record<string, unknown>
  faults: Partial<Record<string, Fault>>
}

export function readRecipe(kind: Kind, fields: RecipeField[], typed: Typed): ReadRecipe {
  const recipe: Record<string, unknown> = { kind }
  const faults: Partial<Record<string, Fault>> = {}
  for (const field of fields) {
    const result = read(field, typed[field.name] ?? '')
    if ('fault' in result) faults[field.name] = result.fault
    else recipe[field.name] = result.value
  }
  return { recipe, faults }
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
  basic: RecipeField[]
  more: RecipeField[]
}

/** What most people change first, then the rest; without what has no effect on this kind of run. */
export function arrange(fields: RecipeField[], fineTunes: boolean): Arranged {
  const idle = fineTunes ? ONLY_FROM_SCRATCH : ONLY_FINE_TUNING
  const shown = fields.filter(({ name }) => !idle.includes(name))
  const basic = BASIC.flatMap((name) => shown.filter((field) => field.name === name))
  return { basic, more: shown.filter((field) => !basic.includes(field)) }
}

/** `learning_rate` -> "Learning rate", where a field has no words of its own yet. */
export function readable(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
