import type { components } from '@/api/generated/schema'

type Schemas = components['schemas']

export type Install = Schemas['InstallFormRequest']
/** A model that others made, before it is a version. */
export type Import = Schemas['Import']
export type OwnFile = Schemas['OwnFile']
