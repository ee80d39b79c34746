import { expect, test } from 'vitest'
import type { Model } from '@/api/types'
import { choiceFor, readChoice } from './choice'

const models = [
  { slug: 'pets', kind: 'image-classification', versions: [{ number: 2 }, { number: 1 }] },
  { slug: 'ear', kind: 'speech-recognition' },
] as Model[]

test('a chosen model answers the files of its kind, the others go to their default', () => {
  expect(choiceFor('image-classification', { model: 'pets' }, models).model).toBe('pets')
  expect(choiceFor('speech-recognition', { model: 'pets' }, models).model).toBeUndefined()
  expect(choiceFor('image-classification', { model: 'removed' }, models).model).toBeUndefined()
})

test('one of its versions may be chosen, if there is one', () => {
  expect(choiceFor('image-classification', { model: 'pets/versions/1' }, models).model).toBe('pets/versions/1')
  expect(choiceFor('speech-recognition', { model: 'pets/versions/1' }, models).model).toBeUndefined()
  expect(choiceFor('image-classification', { model: 'pets/versions/3' }, models).model).toBeUndefined()
})

test('each kind takes its own options along, with a chosen model or without', () => {
  const options = { 'image-classification': { top_k: 3 } }
  expect(choiceFor('image-classification', { options }, models)).toEqual({ options: { top_k: 3 } })
  expect(choiceFor('image-classification', { model: 'pets', options }, models)).toEqual({
    model: 'pets',
    options: { top_k: 3 },
  })
  expect(choiceFor('speech-recognition', { options }, models)).toEqual({})
})

test('a file that only the server can name asks for nothing', () => {
  expect(choiceFor(null, { model: 'pets' }, models)).toEqual({})
})

test('an address with nonsense in it chooses nothing', () => {
  expect(readChoice({ model: 7, options: 'top_k' })).toEqual({})
  expect(readChoice({ options: { 'image-classification': 3 } })).toEqual({})
  expect(readChoice({ model: 'pets', options: { 'image-classification': { top_k: 3 } } })).toEqual({
    model: 'pets',
    options: { 'image-classification': { top_k: 3 } },
  })
})
