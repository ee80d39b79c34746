import type { QueryClient } from '@tanstack/react-query'
import { jobKeys } from './keys'
import type { TrainingJob } from './types'

export function followJob(client: QueryClient, job: TrainingJob): void {
  client.setQueryData<TrainingJob[]>(jobKeys.list, (jobs) => jobs && [job, ...jobs.filter(({ id }) => id !== job.id)])
}
