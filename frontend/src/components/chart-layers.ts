import type uPlot from 'uplot'

export type Colour = 'blue' | 'orange' | 'green' | 'vermilion' | 'purple' | 'ink'
export type Values = (number | null)[]

/** One measured thing, a value for each place. Told apart by its dashes or its place in the stack too, not by colour alone. */
export interface Layer {
  label: string
  colour: Colour
  values: Values
  dash?: number[]
}

export type Shape = 'lines' | 'area' | 'stack' | 'bars'

/** Both counts together; null where either is unknown. */
export function plus(a: Values, b: Values): Values {
  return a.map((value, index) => {
    const other = b[index]
    return value === null || other == null ? null : value + other
  })
}

/** Running totals from the first layer up, as a stacked chart draws them. A hole in any layer is a hole in all. */
export function stack(layers: Values[]): Values[] {
  const stacked: Values[] = []
  for (const layer of layers) {
    const below = stacked.at(-1)
    stacked.push(below ? plus(below, layer) : layer)
  }
  return stacked
}

/** The newest value that is known. */
export function latest(values: Values): number | null {
  return values.findLast((value) => value !== null) ?? null
}

/** Points with a hole on both sides: a line cannot show them, so they get a dot. */
export function lonely(values: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = []
  for (let index = 0; index < values.length; index++) {
    if (values[index] != null && values[index - 1] == null && values[index + 1] == null) found.push(index)
  }
  return found
}

/** What uPlot draws: the places, then one list per layer, running totals where layers are stacked. */
export function dataOf(places: number[], layers: Layer[], shape: Shape): uPlot.AlignedData {
  const stepped = shape === 'area'
  const end = (places.at(-1) ?? 0) + (places[1] ?? 0) - (places[0] ?? 0)
  // A step is drawn up to the next point, so the last bucket needs one at its end.
  const all = stepped ? [...places, end] : places
  const values = layers.map((layer) => (stepped ? [...layer.values, layer.values.at(-1) ?? null] : layer.values))
  // The tallest comes first, so that the lower ones are drawn over it.
  const drawn = shape === 'stack' || shape === 'bars' ? stack(values).reverse() : values
  return [all, ...drawn]
}
