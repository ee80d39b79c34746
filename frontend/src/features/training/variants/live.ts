import type { QueryClient } from '@tanstack/react-query'
import { isActive, type TrainingJob } from '../jobs/types'
import { comparisonKeys } from './keys'
import type { Comparison } from './types'

export function followComparison(client: QueryClient, version: string, job: TrainingJob): void {
  client.setQueryData<Comparison[]>(comparisonKeys.ofVersion(version), (list) =>
    list?.map((one) => (one.job.id === job.id ? { ...one, job } : one)),
  )
  // The table and the variants are there at the end.
  if (!isActive(job)) void client.invalidateQueries({ queryKey: comparisonKeys.ofVersion(version) })
}
