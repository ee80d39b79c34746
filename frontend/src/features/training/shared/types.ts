import type { components } from '@/api/generated/schema'

export type Kind = components['schemas']['TrainingRun']['kind']
