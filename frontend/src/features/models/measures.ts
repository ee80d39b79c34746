/** How good a version was measured to be, read from the free-form `metrics` of its bundle. */
export interface Measure {
  /** Name in the metrics, for example `an4_wer`. */
  key: string
  family: Family
  /** The data it was measured on, for example `an4`; null when the bundle does not say. */
  set: string | null
  /** A share: 0 to 1, though a word error rate may exceed 1. */
  value: number
  low: number | null
  high: number | null
  /** How many items it was measured on. */
  items: number | null
}

const families = ['top1', 'top5', 'accuracy', 'wer', 'cer'] as const
export type Family = (typeof families)[number]

export interface Measured {
  measures: Measure[]
  /** What is left: figures that are no measure of quality that this page knows. */
  others: [string, unknown][]
}

type Flat = Map<string, unknown>

const MEASURE = new RegExp(`^(?:(.+)_)?(${families.join('|')})(?:_value)?$`)
const COUNTS = ['items', 'words', 'clips', 'images', 'utterances']

export function readMeasures(metrics: Record<string, unknown>): Measured {
  const flat = flatten(metrics)
  const used = new Set<string>()
  const take = (key: string) => {
    if (flat.has(key)) used.add(key)
    return flat.get(key)
  }
  const measures: Measure[] = []
  for (const [key, value] of flat) {
    const [, prefix, family] = MEASURE.exec(key) ?? []
    if (!family || typeof value !== 'number') continue
    used.add(key)
    const base = key.replace(/_value$/, '')
    const set = prefix ?? text(take(`${base}_set`)) ?? text(take('test_set'))
    const items = first([...counts(base), ...(prefix ? counts(prefix) : []), 'test_items'].map((name) => number(take(name))))
    const [low, high] = interval(base, take)
    measures.push({ key: base, family: family as Family, set, value, low, high, items })
  }
  measures.sort((a, b) => families.indexOf(a.family) - families.indexOf(b.family))
  return { measures, others: [...flat].filter(([key]) => !used.has(key)) }
}

/** For an error rate, less is better. */
export function isError(family: Family): boolean {
  return family === 'wer' || family === 'cer'
}

const setTitles: Partial<Record<string, string>> = {
  an4: 'AN4',
  cifar10: 'CIFAR-10',
  fsdd: 'Free Spoken Digit Dataset',
  librispeech: 'LibriSpeech',
  ljspeech: 'LJ Speech',
  speech_commands: 'Speech Commands',
}

/** `speech_commands` -> "Speech Commands"; what is not known is only made readable. */
export function titleOfSet(set: string): string {
  return setTitles[set.toLowerCase().replaceAll('-', '_')] ?? set.replaceAll('_', ' ')
}

/** `{"an4": {"wer": 0.1}}` says the same as `{"an4_wer": 0.1}`. */
function flatten(metrics: Record<string, unknown>, prefix = ''): Flat {
  const flat: Flat = new Map()
  for (const [key, value] of Object.entries(metrics)) {
    if (isRecord(value)) for (const [inner, deep] of flatten(value, `${prefix}${key}_`)) flat.set(inner, deep)
    else flat.set(prefix + key, value)
  }
  return flat
}

function interval(base: string, take: (key: string) => unknown): [number | null, number | null] {
  for (const name of ['interval', 'interval_95', 'interval95', 'ci', 'ci95', 'ci_95']) {
    const pair = take(`${base}_${name}`)
    if (Array.isArray(pair) && pair.length === 2) return [number(pair[0]), number(pair[1])]
  }
  return [number(take(`${base}_low`)), number(take(`${base}_high`))]
}

function counts(base: string): string[] {
  return COUNTS.map((name) => `${base}_${name}`)
}

function first(values: (number | null)[]): number | null {
  return values.find((value) => value !== null) ?? null
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
