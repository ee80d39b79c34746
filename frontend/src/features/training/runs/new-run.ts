import type { DataSet, DataSetVersion } from '../data-sets/types'
import type { Kind } from '../shared/types'

/** The address of a new run, which a data set or a model can lead to. */
export interface NewRunSearch {
  data_set?: string
  version?: number
  /** slug/versions/N of the model to begin with. */
  parent?: string
  /** A run whose recipe is begun with. */
  like?: string
}

export function readNewRun(raw: Record<string, unknown>): NewRunSearch {
  const { data_set, version, parent, like } = raw
  return {
    ...(typeof data_set === 'string' ? { data_set } : {}),
    ...(typeof version === 'number' && Number.isInteger(version) ? { version } : {}),
    ...(typeof parent === 'string' && parent ? { parent } : {}),
    ...(typeof like === 'string' && like ? { like } : {}),
  }
}

/** The version that the address names, else the newest of the newest data set that has one (of `kind`, where a model decides). */
export function chosenVersion(
  sets: DataSet[],
  { data_set, version }: NewRunSearch,
  kind?: Kind,
): DataSetVersion | undefined {
  const fitting = sets.flatMap(({ versions }) => versions).filter((one) => kind === undefined || one.kind === kind)
  const named = fitting.filter((one) => one.data_set === data_set)
  return named.find(({ number }) => number === version) ?? named[0] ?? fitting[0]
}
