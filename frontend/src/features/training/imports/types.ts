import type { components } from '@/api/generated/schema'

type Schemas = components['schemas']

export type Install = Schemas['InstallFormRequest']
