import type { Kind, Model } from '@/api/types'
import { kindOf } from '@/lib/kinds'

/** What a kind lets a request choose, by name. */
export type RequestOptions = Record<string, string | number | boolean | string[]>

/** Who answers, and how: what a person chose beside the files. It stands in the address. */
export interface Choice {
  /** The slug of a model, which answers the files of its kind; the others go to their default. */
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

export function choiceFor(kind: Kind | null, choice: Choice, models: readonly Model[]): RequestChoice {
  if (kind === null) return {}
  const { medium } = kindOf(kind)
  const model = models.find(({ slug, kind }) => slug === choice.model && kindOf(kind).medium === medium)
  return { model: model?.slug, options: choice.options?.[model?.kind ?? kind] }
}

function isObject(value: unknown): value is Record<string, RequestOptions> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
