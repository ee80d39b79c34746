import { expect, test } from 'vitest'
import { chosenVersion, readNewRun } from './new-run'
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
