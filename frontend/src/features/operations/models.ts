import type { OperationsOverview } from '@/api/types'

export type VersionFigures = OperationsOverview['versions'][number]

/** As the address and the API name a version. */
export const referenceOf = ({ model, version }: VersionFigures) => `${model}/versions/${version}`

/** "resnet-cifar10/versions/3" in words; a model by itself is its name. */
export const modelWords = (reference: string) => reference.replace('/versions/', ' v')

/** What figures may be narrowed to: each model, and each of its versions where it has several. */
export function choicesOf(versions: VersionFigures[], chosen: string | undefined): string[] {
  const models = [...new Set(versions.map(({ model }) => model))]
  const choices = models.flatMap((model) => {
    const own = versions.filter((one) => one.model === model)
    return own.length > 1 ? [model, ...own.map(referenceOf)] : [model]
  })
  return chosen && !choices.includes(chosen) ? [...choices, chosen] : choices
}
