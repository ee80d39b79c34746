import { beforeEach, expect, test } from 'vitest'
import type { Model, Version } from '@/api/types'
import { hearing, ownSpoken, setSpoken, spokenOptions, withSpoken, wordsIn } from './spoken'

const version = (number: number, names: string[], usual: string | null = null) =>
  ({ number, grammars: names.map((name) => ({ name, titles: {} })), default_grammar: usual }) as unknown as Version
const ear = {
  slug: 'ear',
  kind: 'speech-recognition',
  is_default: true,
  aliases: { production: 1 },
  options_schema: { properties: { one_of: {} } },
  versions: [version(2, []), version(1, ['digits'])],
} as unknown as Model
const eye = { slug: 'eye', kind: 'image-classification', is_default: true, options_schema: {}, versions: [] } as never
const models = [eye, ear]

beforeEach(() => {
  localStorage.clear()
  ownSpoken(1)
})

test('the version that answers says what may be chosen', () => {
  expect(hearing(models, {})?.version.number).toBe(1)
  expect(hearing(models, { model: 'eye' })?.version.number).toBe(1)
  expect(hearing(models, { model: 'ear/versions/2' })?.version.number).toBe(2)
  expect(hearing([eye], {})).toBeUndefined()
})

test('a choice goes along with sound alone', () => {
  setSpoken({ way: 'digits', lines: '' })
  expect(withSpoken({}, models).options).toEqual({ 'speech-recognition': { grammar: 'digits' } })
  expect(withSpoken({ model: 'ear/versions/2' }, models).options).toBeUndefined()
  expect(withSpoken({}, [eye])).toEqual({})
})

test('own words are one on a line', () => {
  expect(wordsIn(' turn left \n\n stop')).toEqual(['turn left', 'stop'])
  expect(spokenOptions({ way: 'one_of', lines: 'stop\ngo' }, ear.versions[0]!)).toEqual({ one_of: ['stop', 'go'] })
  expect(spokenOptions({ way: 'keywords', lines: ' \n' }, ear.versions[0]!)).toBeUndefined()
})

test('anything is said where the version usually hears something else', () => {
  expect(spokenOptions({ way: 'any', lines: '' }, version(1, ['digits'], 'digits'))).toEqual({ grammar: 'any' })
  expect(spokenOptions({ way: 'any', lines: '' }, version(1, ['digits']))).toBeUndefined()
  expect(spokenOptions({ way: 'usual', lines: '' }, version(1, ['digits'], 'digits'))).toBeUndefined()
})

test('what one person chose is kept for them and not for the next one', () => {
  setSpoken({ way: 'digits', lines: 'a' })
  ownSpoken(2)
  expect(withSpoken({}, models)).toEqual({})
  ownSpoken(1)
  expect(withSpoken({}, models).options).toEqual({ 'speech-recognition': { grammar: 'digits' } })
})

test('a place with nonsense in it chooses nothing', () => {
  localStorage.setItem('slipway.spoken.3', '{"way": 7, "lines": [')
  ownSpoken(3)
  expect(withSpoken({}, models)).toEqual({})
})
