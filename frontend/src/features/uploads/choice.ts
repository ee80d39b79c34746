import type { Kind, Model } from '@/api/types'
import { kindOf } from '@/lib/kinds'

/** What a kind lets a request choose, by name. */
export type RequestOptions = Record<string, string | number | boolean | string[]>

/** Who answers, and how: what a person chose beside the files. It stands in the address. */
export interface Choice {
  /** A model, `slug` or `slug/versions/N`, which answers the files of its kind; the others go to their default. */
  model?: string
  options?: Partial<Record<Kind, RequestOptions>>
}

/** What of a choice goes along with one file. */
export interface RequestChoice {
  model?: string
  options?: RequestOptions
}

/** Takes from an address what makes sense; what an option may be is said by the server. */
export function readChoice({ model, options }: Record<string, unknown>): Choice {
  return {
    model: typeof model === 'string' ? model : undefined,
    options: isObject(options) && Object.values(options).every(isObject) ? options : undefined,
  }
}

/** The model that is chosen, by itself or by one of its versions. */
export function modelOf({ model: reference }: Choice, models: readonly Model[]): Model | undefined {
  const [slug, number] = reference?.split('/versions/') ?? []
  return models.find(
    (model) =>
      model.slug === slug &&
      (number === undefined || model.versions.some((version) => String(version.number) === number)),
  )
}

export function choiceFor(kind: Kind | null, choice: Choice, models: readonly Model[]): RequestChoice {
  if (kind === null) return {}
  const { medium } = kindOf(kind)
  const model = modelOf(
    choice,
    models.filter(({ kind }) => kindOf(kind).medium === medium),
  )
  return { model: model && choice.model, options: choice.options?.[model?.kind ?? kind] }
}

function isObject(value: unknown): value is Record<string, RequestOptions> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
