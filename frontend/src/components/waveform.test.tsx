import { describe, expect, it } from 'vitest'
import { barsOf } from './waveform'

describe('the bars of a waveform', () => {
  it('are as high as the loudest of the few values that each stands for', () => {
    expect(barsOf([0.1, 0.5, 0.2, 0], 2)).toEqual([0.5, 0.2])
  })

  it('tell a loud half of a long sound from a quieter one, though both have a peak everywhere', () => {
    const loud = Array.from({ length: 50 }, (_, at) => (at % 5 ? 0.8 : 1))
    const quieter = Array.from({ length: 50 }, (_, at) => (at % 5 ? 0.1 : 1))
    const [first, second] = barsOf([...loud, ...quieter], 2)
    expect(first).toBeCloseTo(1)
    expect(second).toBeLessThan(0.4)
  })

  it('stay low where all is quiet', () => {
    expect(Math.max(...barsOf(Array<number>(200).fill(0.01), 16))).toBeCloseTo(0.2)
  })

  it('are there for a sound without values', () => {
    expect(barsOf([], 3)).toEqual([0, 0, 0])
  })
})
