import type { Evaluation, Run } from './types'

export const MOST_COMPARED = 4

export function nameOf(run: Pick<Run, 'title' | 'slug'>): string {
  return run.title || run.slug
}

/** How much of its steps a run has done, 0 to 1; null before it began. */
export function shareOf({ started, step }: Pick<Run, 'started' | 'step'>): number | null {
  return started && started.steps > 0 ? Math.min(step / started.steps, 1) : null
}

/** A word error rate is better when it is lower. */
export function lessIsBetter(metric: string): boolean {
  return metric === 'wer'
}

export interface Mistake {
  right: string
  answered: string
  count: number
}

/** What was most often taken for what, from the matrix. */
export function mistakesOf({ confusion, labels }: Pick<Evaluation, 'confusion' | 'labels'>, most: number): Mistake[] {
  return (confusion ?? [])
    .flatMap((row, right) =>
      row.map((count, answered) => ({ right: labels?.[right] ?? '', answered: labels?.[answered] ?? '', count, same: right === answered })),
    )
    .filter(({ count, same }) => count > 0 && !same)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ right, answered, count }) => ({ right, answered, count }))
}

/** The names of what differs between recipes, with the value in each; what all share is left out. */
export function differences(recipes: Record<string, unknown>[]): { name: string; values: unknown[] }[] {
  const names = [...new Set(recipes.flatMap((recipe) => Object.keys(recipe)))]
  return names
    .map((name) => ({ name, values: recipes.map((recipe) => recipe[name]) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1)
}
