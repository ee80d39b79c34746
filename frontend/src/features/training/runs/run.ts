import type { Evaluation, Run } from './types'

export const MOST_COMPARED = 4

/** "shapes #2": several runs make a model of one name. */
export function nameOf({ title, slug, number }: Pick<Run, 'title' | 'slug' | 'number'>): string {
  return `${title || slug} #${number}`
}

export interface Quality {
  metric: 'top1' | 'wer'
  share: number
  /** Whether it was measured on the test split, which is read once, at the end. */
  tested: boolean
}

/** How good a run is, 0 to 1: by its test where it had one, else by its best epoch so far. */
export function qualityOf({ metrics, last_epoch: epoch, best_metric: best }: Measured): Quality | null {
  for (const metric of ['top1', 'wer'] as const) {
    const share = metrics?.[metric]
    if (typeof share === 'number') return { metric, share, tested: true }
  }
  return epoch && best !== null ? { metric: metricOf(epoch.metric_name), share: best, tested: false } : null
}

type Measured = Pick<Run, 'metrics' | 'last_epoch' | 'best_metric'>

export function metricOf(name: string): Quality['metric'] {
  return name === 'wer' ? 'wer' : 'top1'
}

/** Epochs and seconds of a run that is done; null where a pause or a crash lies between, which is no training. */
export function effortOf({ job, last_epoch: epoch }: Pick<Run, 'job' | 'last_epoch'>): Effort | null {
  if (job.status !== 'succeeded' || job.attempt > 1 || !epoch || !job.started_at || !job.completed_at) return null
  return { epochs: epoch.number, seconds: (Date.parse(job.completed_at) - Date.parse(job.started_at)) / 1000 }
}

export interface Effort {
  epochs: number
  seconds: number
}

/** How much of its steps a run has done, 0 to 1; null before it began. */
export function shareOf({ started, step }: Pick<Run, 'started' | 'step'>): number | null {
  return started && started.steps > 0 ? Math.min(step / started.steps, 1) : null
}

export interface Mistake {
  right: string
  answered: string
  count: number
}

/** Counts with a row for each label that was tested, a column for each label that occurs. */
export interface Matrix {
  rows: { label: string; counts: number[] }[]
  columns: string[]
}

/** What was taken for what; a label that was only answered has a column, no row. Earlier evaluations counted all labels. */
export function matrixOf({
  confusion = [],
  labels: all = [],
  confusion_labels: labels = all,
}: Pick<Evaluation, 'confusion' | 'labels' | 'confusion_labels'>): Matrix {
  const rows = confusion.map((counts, right) => ({ label: labels[right] ?? '', counts }))
  return { rows: rows.filter(({ counts }) => counts.some((count) => count > 0)), columns: labels }
}

/** What was most often taken for what. */
export function mistakesOf({ rows, columns }: Matrix, most: number): Mistake[] {
  return rows
    .flatMap(({ label, counts }) =>
      counts.map((count, answered) => ({ right: label, answered: columns[answered] ?? '', count })),
    )
    .filter(({ right, answered, count }) => count > 0 && right !== answered)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
}

/** The labels of which the test split has no picture, so that nothing is known about them. */
export function untestedOf({
  labels = [],
  per_class: tested = {},
}: Pick<Evaluation, 'labels' | 'per_class'>): string[] {
  return labels.filter((label) => !(label in tested))
}

/** The names of what differs between recipes, with the value in each; what all share is left out. */
export function differences(recipes: Record<string, unknown>[]): { name: string; values: unknown[] }[] {
  const names = [...new Set(recipes.flatMap((recipe) => Object.keys(recipe)))]
  return names
    .map((name) => ({ name, values: recipes.map((recipe) => recipe[name]) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1)
}
