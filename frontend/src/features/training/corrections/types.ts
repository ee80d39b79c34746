import type { components } from '@/api/generated/schema'

type Schemas = components['schemas']

export type Correction = Schemas['Correction']
export type Learner = Schemas['Learner']
export type Mixable = Schemas['Mixable']
export type CorrectionState = Correction['state']
