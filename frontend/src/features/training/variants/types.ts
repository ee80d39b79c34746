import type { components } from '@/api/generated/schema'

type Schemas = components['schemas']

export type Comparison = Schemas['Comparison']
export type Table = Schemas['Table']
export type Compared = Schemas['Compared']
export type Variant = Schemas['Variant']
export type NewVariants = Schemas['NewVariantsFormRequest']
export type Way = Schemas['Way']
export type Step = NewVariants['steps'][number]

export interface VersionName {
  slug: string
  number: number
}

export const referenceOf = ({ slug, number }: VersionName) => `${slug}/versions/${number}`
