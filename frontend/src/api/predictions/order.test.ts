import { expect, test } from 'vitest'
import { uuid7 } from '@/lib/uuid7'
import { aPrediction } from '@/testing/predictions'
import { newestFirst } from './order'

const noon = Date.UTC(2026, 10, 22, 12)
const at = (milliseconds: number) => new Date(milliseconds).toISOString()
const names = (predictions: ReturnType<typeof aPrediction>[]) => newestFirst(predictions).map(({ input }) => input.name)

function sent(name: string, chosen: number, arrived: number) {
  const { input } = aPrediction()
  return aPrediction({ id: uuid7(chosen), created_at: at(arrived), input: { ...input, name } })
}

test('files that were chosen together keep their order, whichever arrives first', () => {
  const large = sent('1', noon, noon + 900)
  const small = sent('2', noon, noon + 50)
  const last = sent('3', noon, noon + 400)
  expect(names([large, last, small])).toEqual(['3', '2', '1'])
})

test('a file that waited for hours for the network is as new as its arrival', () => {
  const patient = sent('patient', noon + 1000, noon + 7_200_000)
  const between = sent('between', noon + 3_600_000, noon + 3_600_000)
  expect(names([between, patient])).toEqual(['patient', 'between'])
})

test('an id without a time, which a program may choose, stands where it arrived', () => {
  const program = { ...sent('program', noon, noon + 5000), id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' }
  const before = sent('before', noon + 4000, noon + 4000)
  const after = sent('after', noon + 6000, noon + 6000)
  expect(names([before, program, after])).toEqual(['after', 'program', 'before'])
})
