/** A field of a JSON schema, as far as a form needs it. */
export interface Property {
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

export interface SchemaField {
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

export function fieldsOf(properties: Record<string, Property>): SchemaField[] {
  return Object.entries(properties)
    .filter(([, property]) => property.const === undefined)
    .map(([name, property]) => fieldOf(name, property))
}

function fieldOf(name: string, property: Property): SchemaField {
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

function shapeOf({ type, enum: choices }: Property): SchemaField['shape'] {
  if (choices) return 'choice'
  if (type === 'boolean') return 'flag'
  if (type === 'array') return 'numbers'
  return type === 'integer' ? 'integer' : 'number'
}

/** What stands in the form: everything as it is typed. */
export type Typed = Record<string, string | boolean>

export function typedOf(fields: SchemaField[], values: Record<string, unknown>): Typed {
  return Object.fromEntries(fields.map((field) => [field.name, typedValue(values[field.name] ?? field.initial)]))
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
function read(field: SchemaField, typed: string | boolean): { value: unknown } | { fault: Fault } {
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
  { shape, least, most, openLeast, openMost }: SchemaField,
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

export interface ReadFields {
  values: Record<string, unknown>
  faults: Partial<Record<string, Fault>>
}

export function readFields(fields: SchemaField[], typed: Typed): ReadFields {
  const values: Record<string, unknown> = {}
  const faults: Partial<Record<string, Fault>> = {}
  for (const field of fields) {
    const result = read(field, typed[field.name] ?? '')
    if ('fault' in result) faults[field.name] = result.fault
    else values[field.name] = result.value
  }
  return { values, faults }
}

/** `learning_rate` -> "Learning rate", where a field has no words of its own yet. */
export function readable(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
