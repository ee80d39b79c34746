import type { Compared, Kind } from './types'

/** What is drawn of an error rate: of pictures the share that is right, of speech the words that are wrong. */
export function goodness({ error }: Pick<Compared, 'error'>, kind: Kind): { value: number; low: number; high: number } {
  if (kind === 'speech-recognition') return error
  return { value: 1 - error.value, low: 1 - error.high, high: 1 - error.low }
}

/** Round steps of an axis from `low` to `high`, some five of them. */
export function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 4 || 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough
  const found: number[] = []
  for (let index = Math.ceil(low / step); index * step <= high + step * 1e-9; index++) found.push(index * step)
  return found
}
