import { expect, test } from 'vitest'
import type { SchemaField } from '@/lib/schema-fields'
import { inOrder, keepOf, possible, readTeaching, requestOf, taughtBy } from './variants'
import type { DataSetVersion } from '../data-sets/types'
import type { Way } from './types'

const data = { data_set: 'pets', number: 2 } as DataSetVersion
const nothing = { allowed: '', keep: '', student: '', recipe: {} }
const epochs = {
  name: 'epochs',
  shape: 'integer',
  least: 1,
  most: 100,
  openLeast: false,
  openMost: false,
  optional: false,
} as SchemaField

const ways = [
  { way: 'prune', recipe: { epochs: 1 } },
  { way: 'distil', recipe: { epochs: 2 }, students: [{ name: 'resnet20' }] },
] as unknown as Way[]

test('what was not said is left to the server, and steps go in their order', () => {
  expect(requestOf(data, { ...nothing, steps: ['int8', 'prune'] }, {}, [])).toEqual({
    data_set: 'pets',
    version: 2,
    steps: ['prune', 'int8'],
  })
})

test('shares are typed in percent, and what belongs to another step is not sent', () => {
  const asked = { ...nothing, steps: ['distil' as const], allowed: '0.5', keep: '40', student: 'resnet20' }
  expect(requestOf(data, asked, { epochs: 3 }, ways)).toEqual({
    data_set: 'pets',
    version: 2,
    steps: ['distil'],
    allowed_loss: 0.005,
    student: 'resnet20',
    recipe: { epochs: 3 },
  })
  expect(requestOf(data, { ...asked, student: 'resnet32' }, {}, ways)).not.toHaveProperty('student')
})

test('a student is chosen for what pruning leaves', () => {
  expect(keepOf({ steps: ['distil'], keep: '30' })).toBe(1)
  expect(keepOf({ steps: ['prune', 'distil'], keep: '30' })).toBe(0.3)
  expect(keepOf({ steps: ['prune'], keep: '3' })).toBe(0.5)
})

test('the recipe is that of the last step that learns', () => {
  expect(taughtBy(ways, ['prune', 'distil'])).toEqual({ epochs: 2 })
  expect(taughtBy(ways, ['prune', 'int8'])).toEqual({ epochs: 1 })
  expect(taughtBy(ways, ['int8'])).toBeNull()
})

test('only what differs from the usual recipe is sent', () => {
  expect(readTeaching('image-classification', [epochs], { epochs: 20 }, { epochs: '20' }).recipe).toEqual({})
  expect(readTeaching('image-classification', [epochs], { epochs: 20 }, { epochs: '5' }).recipe).toEqual({ epochs: 5 })
  expect(readTeaching('image-classification', [epochs], { epochs: 20 }, { epochs: '0' }).faults).toHaveProperty(
    'epochs',
  )
})

test('the steps are told as they are taken', () => {
  expect(inOrder(['fp16', 'int8', 'distil', 'prune'], (step) => step)).toBe('prune → distil → int8, fp16')
  expect(inOrder(['int8'], (step) => step)).toBe('int8')
})

test('what a version cannot become is not asked for', () => {
  const blocked = [
    { way: 'int8', obstacle: 'It is an int8 variant.' },
    { way: 'fp16', obstacle: '' },
  ] as unknown as Way[]
  expect(possible({ ...nothing, steps: ['int8', 'fp16'] }, blocked).steps).toEqual(['fp16'])
})
