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

const families = ['top1', 'top2', 'top5', 'accuracy', 'wer', 'cer'] as const
export type Family = (typeof families)[number]

type Flat = Map<string, unknown>

const MEASURE = new RegExp(`^(?:(.+)_)?(${families.join('|')})(?:_value)?$`)
/** Figures on data that the training was watched by: too good to be shown as quality. */
const WATCHED = /^(dev|val|valid|validation|train)_/
const COUNTS = ['items', 'clips', 'images', 'utterances', 'words']

export function readMeasures(metrics: Record<string, unknown>): Measure[] {
  const flat = flatten(metrics)
  const measures: Measure[] = []
  for (const [key, value] of flat) {
    const [, prefix, family] = MEASURE.exec(key) ?? []
    if (!family || typeof value !== 'number' || WATCHED.test(key)) continue
    const base = key.replace(/_value$/, '')
    const set = prefix ?? text(flat.get(`${base}_set`)) ?? text(flat.get('test_set'))
    const counts = [base, ...(prefix ? [prefix] : [])].flatMap((of) => COUNTS.map((name) => `${of}_${name}`))
    const items = counts.concat('test_items').map((name) => number(flat.get(name)))
    const [low, high] = interval(base, flat)
    measures.push({
      key: base,
      family: family as Family,
      set,
      value,
      low,
      high,
      items: items.find((count) => count !== null) ?? null,
    })
  }
  return measures.sort((a, b) => families.indexOf(a.family) - families.indexOf(b.family))
}

/** How often each label is right on the test data, best first; null where the bundle does not say. */
export function readPerClass(metrics: Record<string, unknown>): { label: string; share: number }[] | null {
  if (!isRecord(metrics.per_class)) return null
  const shares = Object.entries(metrics.per_class).flatMap(([label, share]) =>
    typeof share === 'number' ? [{ label, share }] : [],
  )
  return shares.length > 0 ? shares.sort((a, b) => b.share - a.share) : null
}

export interface Confusion {
  right: string
  answered: string
  count: number
}

/** The most frequent mistakes on the test data. */
export function readConfusions(metrics: Record<string, unknown>): Confusion[] {
  if (!Array.isArray(metrics.confusions)) return []
  return metrics.confusions.flatMap((entry: unknown) => {
    if (!Array.isArray(entry)) return []
    const [right, answered, count] = entry as unknown[]
    if (typeof right !== 'string' || typeof answered !== 'string' || typeof count !== 'number') return []
    return [{ right, answered, count }]
  })
}

/** For an error rate, less is better. */
export function isError(family: Family): boolean {
  return family === 'wer' || family === 'cer'
}

const setTitles: Partial<Record<string, string>> = {
  an4: 'AN4',
  cifar10: 'CIFAR-10',
  cifar10_test: 'CIFAR-10',
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

function interval(base: string, flat: Flat): [number | null, number | null] {
  for (const name of ['interval', 'interval_95', 'interval95', 'ci', 'ci95', 'ci_95']) {
    const pair = flat.get(`${base}_${name}`)
    if (Array.isArray(pair) && pair.length === 2) return [number(pair[0]), number(pair[1])]
  }
  return [number(flat.get(`${base}_low`)), number(flat.get(`${base}_high`))]
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
