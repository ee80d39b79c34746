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
    if (type !== 'training.updated') return
    const { job, run } = data as TrainingUpdate
    followJob(client, job)
    if (job.data_set) followDataSet(client, job.data_set, job)
    if (run) followRun(client, run)
    if (job.model) followComparison(client, job.model, job)
  }
}
