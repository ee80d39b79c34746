import type { DataSetDetail, DataSetVersion, Finding, Report } from '@/features/training/data-sets/types'
import type { TrainingJob } from '@/features/training/jobs/types'
import type { RunDetail } from '@/features/training/runs/types'

const at = '2026-11-22T18:00:00Z'

/** A check that is done; say what the test is about. */
export function aJob(change: Partial<TrainingJob> = {}): TrainingJob {
  return {
    id: '0',
    work: 'check',
    status: 'succeeded',
    wish: null,
    owner: 'ada',
    data_set: 'cats',
    model: null,
    run: null,
    source: null,
    unregistered: false,
    error: null,
    attempt: 1,
    gone: false,
    progress: { stage: '', done: 0, total: 0, note: '' },
    created_at: at,
    started_at: at,
    completed_at: at,
    ...change,
  }
}

const part = { items: 8, per_class: { cat: 4, dog: 4 } }
const counts = { train: part, validation: part, test: part }

export const unreadable: Finding = {
  code: 'unreadable',
  severity: 'error',
  sentence: '2 files cannot be read.',
  advice: 'Replace them, or leave them out.',
  cases: [],
  cases_total: 2,
  leaving: 2,
}

/** What the check of pictures of cats and dogs found: two files that cannot be read. */
export const report: Report = {
  kind: 'image-classification',
  layout: 'pictures in a folder per class',
  ready: false,
  items: 24,
  findings: [unreadable],
  counts,
  classes: { cat: 12, dog: 12 },
  sides: [],
  seconds: 0,
  speakers: 0,
  lengths: [],
  sample_rates: {},
  silence_share: 0,
  characters: {},
  proposed_characters: '',
  examples: [{ name: 'cat/1.jpg', answer: 'cat', url: '/api/v1/data-sets/cats/items/0/file' }],
}

export function aDataSet(change: Partial<DataSetDetail> = {}): DataSetDetail {
  return {
    slug: 'cats',
    title: 'Cats',
    kind: 'image-classification',
    owner: 'ada',
    source: 'source.zip',
    size: 1000,
    gone: false,
    checked_at: at,
    ready: false,
    items: 24,
    versions: [],
    job: aJob(),
    created_at: at,
    options: {},
    report,
    deleted_since: null,
    ...change,
  }
}

export function aVersion(change: Partial<DataSetVersion> = {}): DataSetVersion {
  return {
    data_set: 'cats',
    number: 1,
    digest: 'ab'.repeat(32),
    kind: 'image-classification',
    title: 'Cats',
    licence: 'CC0',
    seed: 1,
    classes: ['cat', 'dog'],
    characters: null,
    counts,
    excluded: 2,
    runs: 0,
    gone: false,
    created_at: at,
    ...change,
  }
}

/** A run of ten epochs that is at its third; say what the test is about. */
export function aRun(change: Partial<RunDetail> = {}): RunDetail {
  return {
    id: '7',
    slug: 'pets',
    number: 3,
    title: '',
    kind: 'image-classification',
    data_set: 'cats',
    data_set_version: 2,
    parent: null,
    recipe: { kind: 'image-classification', epochs: 10 },
    job: aJob({ id: 'job-7', work: 'train', status: 'running', completed_at: null }),
    started: {
      steps: 100,
      epochs: 10,
      parameters: 269_267,
      train_items: 80,
      validation_items: 10,
      device: 'cpu',
      processes: 1,
    },
    step: 30,
    eta_seconds: 90,
    notes: [],
    last_point: null,
    last_epoch: { number: 3, metric_name: 'top1', metric: 0.812 } as RunDetail['last_epoch'],
    best_metric: 0.812,
    metrics: null,
    registered: null,
    created_at: at,
    epochs: [],
    evaluation: null,
    ...change,
  }
}

/** A schema of recipes with two fields, as far as a form needs one. */
export const recipeSchema = {
  discriminator: { mapping: { 'image-classification': '#/$defs/VisionRecipe' } },
  $defs: {
    VisionRecipe: {
      properties: {
        kind: { const: 'image-classification' },
        epochs: { type: 'integer', default: 20, minimum: 1, description: 'How often every item is seen.' },
        shift: { type: 'integer', default: 0, minimum: 0, description: 'Farthest move.', unit: 'pixels' },
      },
    },
  },
}
