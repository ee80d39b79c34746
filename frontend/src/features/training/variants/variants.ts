import { type SchemaField, type Typed, typedOf } from '@/lib/schema-fields'
import { readRecipe, type ReadRecipe } from '../recipes/schema'
import type { DataSetVersion } from '../data-sets/types'
import type { Kind } from '../shared/types'
import type { NewVariants, Step, Way } from './types'

export const STEPS: Step[] = ['prune', 'distil', 'int8', 'fp16']

/** "prune → distil → int8, fp16": what learns goes on from one another, and the others are made of what that leaves. */
export function inOrder(steps: string[], wordOf: (step: Step) => string): string {
  const words = (learns: boolean) =>
    STEPS.filter((step) => steps.includes(step) && (step === 'prune' || step === 'distil') === learns).map(wordOf)
  return [...words(true), words(false).join(', ')].filter(Boolean).join(' → ')
}

/** What stands in the form; what is empty is left to the server. */
export interface Asked {
  steps: Step[]
  allowed: string
  keep: string
  student: string
  /** The fields of the recipe that were changed. */
  recipe: Typed
}

/** What follows from the data or from the parent, so that no teaching changes it. */
const GIVEN = [
  'architecture',
  'widths',
  'labels',
  'remember',
  'vocabulary',
  'image_size',
  'resize',
  'mean',
  'std',
  'buckets',
  'mirror_average',
  'layer_decay',
  'head_rate',
]

/** What was chosen, without what this version cannot become. */
export function possible(asked: Asked, ways: Way[]): Asked {
  return { ...asked, steps: asked.steps.filter((step) => !ways.find(({ way }) => way === step)?.obstacle) }
}

/** The share of the weights that is there when a student is taught; half where nothing readable was typed. */
export function keepOf({ steps, keep }: Pick<Asked, 'steps' | 'keep'>): number {
  if (!steps.includes('prune')) return 1
  const share = Number(keep) / 100
  return share >= 0.05 && share <= 0.95 ? share : 0.5
}

/** The recipe that the form shows: of the last step that learns. */
export function taughtBy(ways: Way[], steps: Step[]): Way['recipe'] {
  const last = steps.includes('distil') ? 'distil' : steps.includes('prune') ? 'prune' : null
  return ways.find(({ way }) => way === last)?.recipe ?? null
}

export function teachingFields(fields: SchemaField[]): SchemaField[] {
  return fields.filter(({ name }) => !GIVEN.includes(name))
}

/** What was typed over the usual recipe, and what is wrong with it. */
export function readTeaching(
  kind: Kind,
  fields: SchemaField[],
  usual: Record<string, unknown>,
  changed: Typed,
): ReadRecipe & { typed: Typed } {
  const typed = { ...typedOf(fields, usual), ...changed }
  const { recipe, faults } = readRecipe(kind, fields, typed)
  const other = Object.entries(recipe).filter(
    ([name, value]) => name !== 'kind' && JSON.stringify(value) !== JSON.stringify(usual[name] ?? null),
  )
  return { typed, faults, recipe: Object.fromEntries(other) }
}

/** The students that are offered; the first is the usual one. */
export function studentsOf(ways: Way[]): Way['students'] {
  return ways.find(({ way }) => way === 'distil')?.students ?? []
}

/** The request, in the order that the steps are taken. A student that is no longer offered gives way to the usual one. */
export function requestOf(
  data: DataSetVersion,
  asked: Asked,
  recipe: Record<string, unknown>,
  ways: Way[],
): NewVariants {
  const { steps, allowed, keep, student } = asked
  const takes = (step: Step) => steps.includes(step)
  const offered = studentsOf(ways).some(({ name }) => name === student)
  return {
    data_set: data.data_set,
    version: data.number,
    steps: STEPS.filter(takes),
    ...(allowed === '' ? {} : { allowed_loss: Number(allowed) / 100 }),
    ...(keep === '' || !takes('prune') ? {} : { keep: Number(keep) / 100 }),
    ...(offered && takes('distil') ? { student } : {}),
    ...(Object.keys(recipe).length > 0 && (takes('prune') || takes('distil')) ? { recipe } : {}),
  }
}
