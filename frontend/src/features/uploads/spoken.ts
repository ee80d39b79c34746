import { useSyncExternalStore } from 'react'
import type { Model, Version } from '@/api/types'
import { type Choice, modelOf, type RequestOptions } from './choice'

/** What of a version says what it may be told beforehand. */
export type Offered = Pick<Version, 'grammars' | 'default_grammar'>

/** What a reader says will be said: by what they read it, and their own words, one on a line. */
export interface Spoken {
  /** `usual`, `any`, `keywords`, `one_of`, or the name of a grammar. */
  way: string
  lines: string
}

export const MOST_LINES = 2000
export const MOST_BYTES = 64 * 1024
export const OWN_WORDS = ['keywords', 'one_of']
const NOTHING: Spoken = { way: 'usual', lines: '' }

let owner = 0
let chosen: Spoken = NOTHING
const listeners = new Set<() => void>()
const key = () => `slipway.spoken.${owner}`

/** Kept per person on this device. */
export function ownSpoken(userId: number): void {
  owner = userId
  chosen = readKept()
  listeners.forEach((listener) => listener())
}

function readKept(): Spoken {
  try {
    const { way, lines } = JSON.parse(localStorage.getItem(key()) ?? '{}') as Partial<Spoken>
    return { way: typeof way === 'string' ? way : 'usual', lines: typeof lines === 'string' ? lines : '' }
  } catch {
    return NOTHING
  }
}

export function setSpoken(next: Spoken): void {
  chosen = next
  try {
    localStorage.setItem(key(), JSON.stringify(next))
  } catch {
    // Storage may be blocked or full; then it holds as long as this page.
  }
  listeners.forEach((listener) => listener())
}

/** Another way; the words of one's own stay. */
export function chooseSpoken(way: string): void {
  setSpoken({ ...chosen, way })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useSpoken(): Spoken {
  return useSyncExternalStore(subscribe, () => chosen)
}

export function wordsIn(lines: string): string[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The model that will hear a sound, and its version; undefined where none takes such options. */
export function hearing(models: readonly Model[], choice: Choice): { model: Model; version: Version } | undefined {
  const hears = (model: Model) => 'one_of' in Object(model.options_schema.properties)
  const named = modelOf(choice, models)
  const model = named && hears(named) ? named : models.find((one) => one.is_default && hears(one))
  if (!model) return undefined
  const number = model === named ? Number(choice.model?.split('/versions/')[1] ?? NaN) : NaN
  const wanted = Number.isNaN(number) ? model.aliases.production : number
  return { model, version: model.versions.find((one) => one.number === wanted) ?? model.latest }
}

/** The options of a request for it; undefined for what the version does by itself. */
export function spokenOptions({ way, lines }: Spoken, version: Offered): RequestOptions | undefined {
  if (OWN_WORDS.includes(way)) {
    const words = wordsIn(lines)
    return words.length > 0 ? { [way]: words } : undefined
  }
  if (way === 'any') return version.default_grammar ? { grammar: 'any' } : undefined
  return version.grammars.some(({ name }) => name === way) ? { grammar: way } : undefined
}

/** The options of a request for it, by what the reader says now. */
export function chosenOptions(offered: Offered): RequestOptions | undefined {
  return spokenOptions(chosen, offered)
}

/** A choice with what the reader says will be said. */
export function withSpoken(choice: Choice, models: readonly Model[]): Choice {
  const heard = hearing(models, choice)
  const options = heard && chosenOptions(heard.version)
  if (!options) return choice
  const { kind } = heard.model
  return { ...choice, options: { ...choice.options, [kind]: { ...choice.options?.[kind], ...options } } }
}
