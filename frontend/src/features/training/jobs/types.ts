import type { components } from '@/api/generated/schema'

type Schemas = components['schemas']

export type TrainingJob = Schemas['TrainingJob']
export type JobStatus = TrainingJob['status']
export type Trainer = Schemas['Trainer']

export function isActive({ status }: Pick<TrainingJob, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'paused'
}
