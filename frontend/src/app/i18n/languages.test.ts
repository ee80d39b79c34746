import { expect, test } from 'vitest'
import { resources as englishAtOnce } from './en'
import { places as englishPlaces } from './en/places'
import { resources as chineseAtOnce } from './zh-CN'
import { places as chinesePlaces } from './zh-CN/places'

const english = { ...englishAtOnce, ...englishPlaces }
const chinese = { ...chineseAtOnce, ...chinesePlaces }

function paths(value: unknown, prefix = ''): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]]
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => paths(inner, `${prefix}.${key}`))
}

const placeholders = (words: string) => [...words.matchAll(/{{\s*(\w+)/g)].map((match) => match[1]).sort()

test('Chinese says everything that English says, and nothing else', () => {
  expect(
    paths(chinese)
      .map(([path]) => path)
      .sort(),
  ).toEqual(
    paths(english)
      .map(([path]) => path)
      .sort(),
  )
})

test('both languages put the same figures into a sentence', () => {
  const translated = new Map(paths(chinese))
  for (const [path, words] of paths(english)) {
    expect([path, placeholders(translated.get(path) ?? '')]).toEqual([path, placeholders(words)])
  }
})

test('no sentence is left in English by accident', () => {
  const translated = new Map(paths(chinese))
  const same = paths(english).filter(([path, words]) => words.split(' ').length > 3 && translated.get(path) === words)
  expect(same).toEqual([])
})
