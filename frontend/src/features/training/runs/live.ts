import type { QueryClient } from '@tanstack/react-query'
import { isActive } from '../jobs/types'
import { runKeys } from './keys'
import type { Epoch, Point, Run, RunDetail } from './types'

export function followRun(client: QueryClient, run: Run): void {
  const known = client.getQueryData<RunDetail>(runKeys.one(run.id))
  if (known)
    client.setQueryData<RunDetail>(runKeys.one(run.id), {
      ...known,
      ...run,
      epochs: withEpoch(known.epochs, run.last_epoch),
    })
  client.setQueryData<Point[]>(runKeys.curve(run.id), (points) => points && withPoint(points, run.last_point))
  client.setQueryData<Run[]>(runKeys.list, (runs) => {
    if (!runs) return runs
    return runs.some(({ id }) => id === run.id) ? runs.map((one) => (one.id === run.id ? run : one)) : [run, ...runs]
  })
  if (isActive(run.job)) return
  // The evaluation, and the points that a throttled socket left out.
  void client.invalidateQueries({ queryKey: runKeys.one(run.id) })
  void client.invalidateQueries({ queryKey: runKeys.curve(run.id) })
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
