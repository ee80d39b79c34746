import type { Model } from '@/api/types'
import type { DataSet, DataSetVersion } from '../data-sets/types'
import type { Kind } from '../shared/types'
import type { NewRunSearch } from './new-run-search'

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

export const SCRATCH = 'scratch'
/** Up to so many items to train on, a new network learns less well, and longer, than one that knows something. */
const SMALL = 10_000

/** slug/versions/N of the model to begin with; null for a new network. A run that is changed begins as it did. */
export function chosenParent(models: Model[], version: DataSetVersion, { parent, like }: NewRunSearch): string | null {
  if (parent) return parent === SCRATCH ? null : parent
  if (like || version.counts.train.items > SMALL) return null
  const able = models.filter((model) => model.kind === version.kind && learnedOf(model))
  const model = able.find(({ is_default }) => is_default) ?? able[0]
  return model ? `${model.slug}/versions/${learnedOf(model)}` : null
}

/** The newest version of a model that came of a training, so that it can go on learning; null without one. */
function learnedOf({ versions }: Model): number | null {
  return versions.find(({ hidden, lineage }) => !hidden && 'recipe' in lineage)?.number ?? null
}
