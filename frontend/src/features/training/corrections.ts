import type { Correction } from './types'

/** A model whose answers were corrected, with its newest version among them. */
export interface Learner {
  model: string
  /** slug/versions/N */
  parent: string
  count: number
}

export function learnersOf(corrections: Pick<Correction, 'model'>[]): Learner[] {
  const found = new Map<string, { number: number; count: number }>()
  for (const { model } of corrections) {
    const [slug = '', , number = '0'] = model.split('/')
    const known = found.get(slug) ?? { number: 0, count: 0 }
    found.set(slug, { number: Math.max(known.number, Number(number)), count: known.count + 1 })
  }
  return [...found].map(([model, { number, count }]) => ({ model, parent: `${model}/versions/${number}`, count }))
}
