import type { Model, Prediction } from '@/api/types'
import { kindOf } from '@/lib/kinds'

export interface OtherVersion {
  /** As requests name it. */
  model: string
  title: string
  number: number
}

/** Every version that reads such a file, but the one that answered. */
export function otherVersions({ kind, model }: Prediction, models: readonly Model[]): OtherVersion[] {
  const { medium } = kindOf(kind)
  return models
    .filter((one) => kindOf(one.kind).medium === medium)
    .flatMap(({ slug, title, versions }) =>
      versions
        .filter(({ number }) => slug !== model.slug || number !== model.version)
        .map(({ number }) => ({ model: `${slug}/versions/${number}`, title, number })),
    )
}

/** Every other model that reads such a file. */
export function otherModels({ kind, model }: Prediction, models: readonly Model[]): Model[] {
  const { medium } = kindOf(kind)
  return models.filter((one) => kindOf(one.kind).medium === medium && one.slug !== model.slug)
}
