import { expect, test } from 'vitest'
import { learnersOf } from './corrections'

test('a model learns from the corrections of all of its versions, beginning with the newest', () => {
  const corrections = ['cats/versions/2', 'cats/versions/10', 'words/versions/1'].map((model) => ({ model }))
  expect(learnersOf(corrections)).toEqual([
    { model: 'cats', parent: 'cats/versions/10', count: 2 },
    { model: 'words', parent: 'words/versions/1', count: 1 },
  ])
})
