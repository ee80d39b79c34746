import type { Backups, OperationsOverview, OwnedPrediction, Worker } from '@/api/types'
import { aPrediction } from './predictions'

const none = { 'image-classification': 0, 'speech-recognition': 0 }

export function aWorker(change: Partial<Worker> = {}): Worker {
  return {
    name: 'celery@one',
    kinds: ['image-classification'],
    device: 'cpu',
    pid: 7,
    state: 'ready',
    last_seen: '2026-11-22T10:59:58Z',
    loaded: [{ slug: 'resnet-cifar10', version: 3 }],
    batches: 4,
    items: 12,
    ...change,
  }
}

/** Somebody looked, and nothing happened. */
export const anEmptyBucket: Omit<OperationsOverview['series'][number], 'at'> = {
  counted: true,
  succeeded: 0,
  failed: 0,
  cached: 0,
  busiest_per_minute: 0,
  waiting: 0,
  oldest_seconds: null,
  workers: 1,
  mean_batch: null,
  largest_batch: null,
  labelled: 0,
  in_doubt: 0,
  outside: 0,
  p50: null,
  p95: null,
  p99: null,
  percentiles: [],
  stages: null,
}

/** An hour in two buckets, of which the second has answers; say what the test is about. */
export function anOverview(change: Partial<OperationsOverview> = {}): OperationsOverview {
  const empty = anEmptyBucket
  return {
    range: '1h',
    from: '2026-11-22T10:00:00Z',
    to: '2026-11-22T11:00:00Z',
    bucket_seconds: 1800,
    waiting: { 'image-classification': 2, 'speech-recognition': 1 },
    processing: { ...none, 'image-classification': 4 },
    totals: { succeeded: 57, failed: 3, canceled: 0, per_minute: 1, p95: 2.5, failing_ratio: 0.05 },
    series: [
      { ...empty, at: '2026-11-22T10:00:00Z' },
      {
        ...empty,
        at: '2026-11-22T10:30:00Z',
        succeeded: 57,
        failed: 3,
        cached: 6,
        busiest_per_minute: 8,
        waiting: 3,
        oldest_seconds: 75,
        workers: 1,
        mean_batch: 2.5,
        largest_batch: 4,
        labelled: 50,
        in_doubt: 5,
        outside: 1,
        percentiles: [
          { stage: 'queue', p50: 0.5, p95: 1, p99: 70 },
          { stage: 'total', p50: 0.12, p95: 2.5, p99: 90 },
        ],
        p50: 0.12,
        p95: 2.5,
        p99: 90,
        stages: { queue: 0.5, preprocess: 0.004, predict: 0.25, postprocess: 0.001 },
      },
    ],
    stages: [
      { stage: 'queue', p50: 0.5, p95: 1, p99: 70 },
      { stage: 'predict', p50: 0.0042, p95: 0.25, p99: null },
      { stage: 'total', p50: 0.12, p95: 2.5, p99: 90 },
    ],
    failures: [
      { code: 'worker_lost', count: 2 },
      { code: 'timeout', count: 1 },
    ],
    versions: [
      {
        model: 'resnet-cifar10',
        version: 3,
        succeeded: 57,
        failed: 3,
        canceled: 0,
        cached: 6,
        labelled: 50,
        in_doubt: 5,
        outside: 1,
      },
    ],
    workers: [aWorker()],
    training: { trainers: 0, waiting: 0, running: 0 },
    ...change,
  }
}

export function anOwned(change: Partial<OwnedPrediction['prediction']> = {}, owner = 'grace'): OwnedPrediction {
  return { owner, prediction: aPrediction(change), rerun: null }
}

export const backups: Backups = {
  place: '/backups',
  can_encrypt: true,
  every_hours: 24,
  keep: 7,
  recent: [],
  jobs: (['backup', 'drill', 'integrity'] as const).map((job) => ({
    job,
    under_way: null,
    last: null,
    last_success: null,
  })),
}
