import type { LiveHandler } from '@/live/live'
import { followDataSet } from './data-sets/live'
import { followJob } from './jobs/live'
import type { TrainingJob } from './jobs/types'
import { followRun } from './runs/live'
import type { Run } from './runs/types'
import { followComparison } from './variants/live'
import type { QueryClient } from '@tanstack/react-query'

interface TrainingUpdate {
  job: TrainingJob
  run: Run | null
}

/** The cache follows the socket: what is shown moves, what is not shown is read when it is. */
export function trainingLive(client: QueryClient): LiveHandler {
  return ({ type, data }) => {
    if (type !== 'training.updated' || !isUpdate(data)) return
    const { job, run } = data
    followJob(client, job)
    if (job.data_set) followDataSet(client, job.data_set, job)
    if (run) followRun(client, run)
    if (job.model) followComparison(client, job.model, job)
  }
}

/** What the socket brings is looked at before it is believed: a newer server may say what this page does not know. */
function isUpdate(data: unknown): data is TrainingUpdate {
  if (typeof data !== 'object' || data === null || !('job' in data) || !('run' in data)) return false
  return [data.job, data.run].every((part) => part === null || hasId(part)) && data.job !== null
}

function hasId(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'id' in part && typeof part.id === 'string'
}
