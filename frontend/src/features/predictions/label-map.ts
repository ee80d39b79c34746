import type { Explanation } from '@/api/types'

type Maps = NonNullable<Explanation['result']>
export type Values = Maps['maps'][number]['values']

/** Whether the model got less than the whole picture. */
export function isCropped({ width, height }: Maps['area']): boolean {
  return width < 0.995 || height < 0.995
}

export function speaksAtAll(values: Values): boolean {
  return values.some((row) => row.some((value) => value > 0))
}

/** Where most of it lies, in words: the middle of its weight, in one of nine parts. */
export function placeOf(values: Values) {
  let [all, across, down] = [0, 0, 0]
  values.forEach((row, y) =>
    row.forEach((value, x) => {
      all += value
      across += (value * (x + 0.5)) / row.length
      down += (value * (y + 0.5)) / values.length
    }),
  )
  const side = third(across / all)
  const height = third(down / all)
  if (height === 1) return (['left', 'middle', 'right'] as const)[side]
  return height === 0
    ? (['top-left', 'top', 'top-right'] as const)[side]
    : (['bottom-left', 'bottom', 'bottom-right'] as const)[side]
}

/** The middle one is a fifth: the middle of a weight is never far from there. */
function third(share: number): 0 | 1 | 2 {
  return share < 0.4 ? 0 : share > 0.6 ? 2 : 1
}

const SIDE = 96

/** Shade over a picture, none where a map is 1 and full where it is 0, between its places smoothly: alpha 0 to 255. */
export function shadeOf(values: Values): ImageData {
  const image = new ImageData(SIDE, SIDE)
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) image.data[4 * (y * SIDE + x) + 3] = 255 * (1 - at(values, x / SIDE, y / SIDE))
  }
  return image
}

/** The map between its places, whose middles have their own values. */
function at(values: Values, across: number, down: number): number {
  const [y, below] = split(down, values.length)
  const [x, beside] = split(across, values[0]?.length ?? 0)
  const value = (dy: number, dx: number) => {
    const row = values[Math.min(y + dy, values.length - 1)] ?? []
    return row[Math.min(x + dx, row.length - 1)] ?? 0
  }
  const upper = value(0, 0) * (1 - beside) + value(0, 1) * beside
  const lower = value(1, 0) * (1 - beside) + value(1, 1) * beside
  return upper * (1 - below) + lower * below
}

/** The place before, and how far it is to the next, eased so that no edges show. */
function split(share: number, count: number): [number, number] {
  const place = Math.max(0, share * count - 0.5)
  const rest = place - Math.floor(place)
  return [Math.floor(place), rest * rest * (3 - 2 * rest)]
}
