import type { QueryClient } from '@tanstack/react-query'
import type { LiveHandler } from '@/live/live'
import { keys } from './keys'
import {
  isActive,
  type Comparison,
  type DataSet,
  type DataSetDetail,
  type Epoch,
  type Point,
  type Run,
  type RunDetail,
  type TrainingJob,
  type TrainingUpdate,
} from './types'

/** The cache follows the socket: what is shown moves, what is not shown is read when it is. */
export function trainingLive(client: QueryClient): LiveHandler {
  return ({ type, data }) => {
    if (type !== 'training.updated') return
    const { job, run } = data as TrainingUpdate
    client.setQueryData<TrainingJob[]>(keys.jobs, (jobs) => jobs && [job, ...jobs.filter(({ id }) => id !== job.id)])
    if (job.data_set) followDataSet(client, job.data_set, job)
    if (run) followRun(client, run)
    if (job.model) followComparison(client, job.model, job)
  }
}

function followDataSet(client: QueryClient, slug: string, job: TrainingJob): void {
  const known = client.getQueryData<DataSetDetail>(keys.dataSet(slug))
  if (known) client.setQueryData<DataSetDetail>(keys.dataSet(slug), { ...known, job })
  client.setQueryData<DataSet[]>(keys.dataSets, (list) =>
    list?.map((one) => (one.slug === slug ? { ...one, job } : one)),
  )
  if (!known && !client.getQueryData<DataSet[]>(keys.dataSets)?.some((one) => one.slug === slug)) {
    void client.invalidateQueries({ queryKey: keys.dataSets, exact: true })
  }
  // What the job made (a report, a version) is in the data set itself. Last: what is written to the cache counts as fresh.
  if (!isActive(job)) void client.invalidateQueries({ queryKey: keys.dataSets })
}

function followComparison(client: QueryClient, version: string, job: TrainingJob): void {
  client.setQueryData<Comparison[]>(keys.comparisons(version), (list) =>
    list?.map((one) => (one.job.id === job.id ? { ...one, job } : one)),
  )
  // The table and the variants are there at the end.
  if (!isActive(job)) void client.invalidateQueries({ queryKey: keys.comparisons(version) })
}

function followRun(client: QueryClient, run: Run): void {
  const known = client.getQueryData<RunDetail>(keys.run(run.id))
  if (known)
    client.setQueryData<RunDetail>(keys.run(run.id), {
      ...known,
      ...run,
      epochs: withEpoch(known.epochs, run.last_epoch),
    })
  client.setQueryData<Point[]>(keys.curve(run.id), (points) => points && withPoint(points, run.last_point))
  client.setQueryData<Run[]>(keys.runs, (runs) => {
    if (!runs) return runs
    return runs.some(({ id }) => id === run.id) ? runs.map((one) => (one.id === run.id ? run : one)) : [run, ...runs]
  })
  if (isActive(run.job)) return
  // The evaluation, and the points that a throttled socket left out.
  void client.invalidateQueries({ queryKey: keys.run(run.id) })
  void client.invalidateQueries({ queryKey: keys.curve(run.id) })
}

/** A run that goes on after a crash tells some steps again: its new points take the place of the old ones. */
export function withPoint(points: Point[], point: Point | null): Point[] {
  if (!point) return points
  const before = points.filter(({ step }) => step < point.step)
  return [...before, point]
}

export function withEpoch(epochs: Epoch[], epoch: Epoch | null): Epoch[] {
  if (!epoch) return epochs
  return [...epochs.filter(({ number }) => number < epoch.number), epoch]
}
