import { kindOf } from '@/lib/kinds'
import type { Compared } from './types'
import type { Kind } from '../shared/types'

/** What is drawn of an error rate: of pictures the share that is right, of speech the words that are wrong. */
export function goodness({ error }: Pick<Compared, 'error'>, kind: Kind): { value: number; low: number; high: number } {
  if (kindOf(kind).metric === 'wer') return error
  return { value: 1 - error.value, low: 1 - error.high, high: 1 - error.low }
}

/** 0.01718 -> "17.2": milliseconds, exact enough to tell models apart. */
export function milliseconds(seconds: number, language = 'en'): string {
  return new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(seconds * 1000)
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

/** Every nth of the ticks, so that each has `room` of the `length` to itself. */
export function thinned(values: number[], length: number, room: number): number[] {
  const every = Math.max(1, Math.ceil((values.length * room) / Math.max(length, 1)))
  return values.filter((_, index) => index % every === 0)
}

/** Heights near the wanted ones, at least `gap` apart and, where there is room, between `top` and `bottom`; in the same order. */
export function apart(wanted: number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, index) => index).sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0))
  const heights = [...wanted]
  let least = top
  for (const index of order) {
    heights[index] = Math.max(wanted[index] ?? 0, least)
    least = (heights[index] ?? 0) + gap
  }
  let most = bottom
  for (const index of order.reverse()) {
    heights[index] = Math.min(heights[index] ?? 0, most)
    most = (heights[index] ?? 0) - gap
  }
  return heights
}
