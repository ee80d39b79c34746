import { expect, test } from 'vitest'
import { aPrediction } from '@/testing/predictions'
import { changesSince, note, thisMoment } from './journal'

test('what happened since a moment is told in order, and nothing before', () => {
  note('a', null)
  const moment = thisMoment()
  const prediction = aPrediction({ id: 'b' })
  note('b', prediction)
  note('c', null)
  expect(changesSince(moment)).toEqual([
    ['b', prediction],
    ['c', null],
  ])
  expect(changesSince(thisMoment())).toEqual([])
})

test('moments stay true when what is old is forgotten', () => {
  for (let index = 0; index < 3990; index++) note('old', null)
  const moment = thisMoment()
  for (let index = 0; index < 100; index++) note(`new ${index}`, null)
  const since = changesSince(moment)
  expect(since).toHaveLength(100)
  expect(since[0]?.[0]).toBe('new 0')
  expect(since.at(-1)?.[0]).toBe('new 99')
})
