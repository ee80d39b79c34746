import type { Evaluation, Run } from './types'

export const MOST_COMPARED = 4

export function nameOf(run: Pick<Run, 'title' | 'slug'>): string {
  return run.title || run.slug
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
