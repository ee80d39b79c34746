import type { DataSet, DataSetVersion } from './types'

/** The address of a new run, which a data set or a model can lead to. */
export interface NewRunSearch {
  data_set?: string
  version?: number
  /** slug/versions/N of the model to begin with. */
  parent?: string
}

export function readNewRun(raw: Record<string, unknown>): NewRunSearch {
  const { data_set, version, parent } = raw
  return {
    ...(typeof data_set === 'string' ? { data_set } : {}),
    ...(typeof version === 'number' && Number.isInteger(version) ? { version } : {}),
    ...(typeof parent === 'string' && parent ? { parent } : {}),
  }
}

/** The version that the address names, else the newest of the newest data set that has one. */
export function chosenVersion(sets: DataSet[], { data_set, version }: NewRunSearch): DataSetVersion | undefined {
  const named = sets.find(({ slug }) => slug === data_set)
  return named?.versions.find(({ number }) => number === version) ?? named?.versions[0] ?? sets.flatMap(({ versions }) => versions.slice(0, 1))[0]
}
