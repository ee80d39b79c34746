import type { Model, Version } from '@/api/types'

/** The version that answers when only the model is named: `production`, else the newest. */
export function servedVersion(model: Model): Version {
  return model.versions.find((version) => version.number === model.aliases.production) ?? model.latest
}

export function aliasesOf(model: Model, number: number): string[] {
  return Object.entries(model.aliases)
    .filter(([, target]) => target === number)
    .map(([alias]) => alias)
}
