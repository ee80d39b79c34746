import type { Check, Report } from './types'

/** How a data set is looked at and split; what is not set follows the data. */
export type Choices = Required<Pick<Check, 'exclude'>> & Omit<Check, 'exclude'>
export type Excluded = Choices['exclude'][number]

const FIRST: Choices = { seed: 1, splitting: 'source', validation: 0.1, test: 0.1, exclude: [] }

/** Those of the last check, so that a second look begins where the first one ended. */
export function choicesOf(options: Record<string, unknown>): Choices {
  const known = Object.entries(options).filter(([name]) =>
    ['seed', 'splitting', 'validation', 'test', 'exclude', 'case', 'punctuation', 'digits', 'model'].includes(name),
  )
  return { ...FIRST, ...(Object.fromEntries(known) as Partial<Choices>) }
}

/** Whether every error goes away with the files that are left out. The freeze looks again; this spares a wait. */
export function freezable({ findings }: Pick<Report, 'findings'>, exclude: readonly string[]): boolean {
  return findings.every(
    ({ severity, code, leaving }) => severity !== 'error' || (leaving > 0 && exclude.includes(code)),
  )
}
