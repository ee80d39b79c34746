import { expect, test } from 'vitest'
import type { Model } from '@/api/types'
import { chosenParent, chosenVersion } from './new-run'
import { readNewRun } from './new-run-search'
import type { DataSet, DataSetVersion } from '../data-sets/types'
import type { Kind } from '../shared/types'

const version = (data_set: string, number: number, kind: Kind) => ({ data_set, number, kind }) as DataSetVersion
const sets = [
  { slug: 'words', versions: [version('words', 1, 'speech-recognition')] },
  { slug: 'empty', versions: [] as DataSetVersion[] },
  { slug: 'cats', versions: [version('cats', 2, 'image-classification'), version('cats', 1, 'image-classification')] },
] as DataSet[]

test('a run takes the version that is named, else the newest that fits the model', () => {
  expect(chosenVersion(sets, { data_set: 'cats', version: 1 })).toMatchObject({ data_set: 'cats', number: 1 })
  expect(chosenVersion(sets, { data_set: 'cats' })).toMatchObject({ data_set: 'cats', number: 2 })
  expect(chosenVersion(sets, {})).toMatchObject({ data_set: 'words' })
  expect(chosenVersion(sets, {}, 'image-classification')).toMatchObject({ data_set: 'cats', number: 2 })
  expect(chosenVersion([], {})).toBeUndefined()
})

test('an address that was typed badly is only read as far as it makes sense', () => {
  expect(readNewRun({ data_set: 'cats', version: 2, parent: 'a/versions/1', like: '0-1', more: 1 })).toEqual({
    data_set: 'cats',
    version: 2,
    parent: 'a/versions/1',
    like: '0-1',
  })
  expect(readNewRun({ data_set: 3, version: 'x', parent: '', like: 7 })).toEqual({})
})

const model = (slug: string, is_default: boolean, ...versions: object[]) =>
  ({ slug, kind: 'image-classification', is_default, versions }) as unknown as Model
const trained = { number: 1, hidden: false, lineage: { recipe: {} } }
const brought = { number: 2, hidden: false, lineage: {} }
const setOf = (items: number) =>
  ({ kind: 'image-classification', counts: { train: { items } } }) as unknown as DataSetVersion

test.each([
  ['the model that answers by default', {}, 96, 'resnet/versions/1'],
  ['a new network where the set is large', {}, 50_000, null],
  ['a new network where one was chosen', { parent: 'scratch' }, 96, null],
  ['the version that was chosen', { parent: 'pets/versions/3' }, 96, 'pets/versions/3'],
  ['what the run began with that it is like', { like: '7' }, 96, null],
])('a run begins with %s', (_, search, items, parent) => {
  const models = [model('pets', false, trained), model('resnet', true, brought, trained)]
  expect(chosenParent(models, setOf(items), search)).toBe(parent)
})

test('a model that cannot go on learning is not what a run begins with', () => {
  expect(chosenParent([model('resnet', true, brought, { ...trained, hidden: true })], setOf(96), {})).toBeNull()
  expect(chosenParent([model('brought', true, brought), model('pets', false, trained)], setOf(96), {})).toBe(
    'pets/versions/1',
  )
})
