import { expect, test } from 'vitest'
import { readStrangers } from './strangers'

test('each kind of strangers comes with its figures and their intervals', () => {
  const noise = { items: 200, area: 0.9999, area_interval: [0.9997, 1], let_through: 0, let_through_interval: [0, 0] }
  expect(readStrangers({ strangers: { noise, flowers: { area: 0.93, let_through: 0.38 } } })).toEqual([
    { name: 'noise', items: 200, area: 0.9999, areaInterval: [0.9997, 1], letThrough: 0, letThroughInterval: [0, 0] },
    { name: 'flowers', items: null, area: 0.93, areaInterval: null, letThrough: 0.38, letThroughInterval: null },
  ])
})

test('what was not measured is left out', () => {
  expect(readStrangers({})).toEqual([])
  expect(readStrangers({ strangers: {} })).toEqual([])
  expect(readStrangers({ strangers: 'many' })).toEqual([])
  expect(readStrangers({ strangers: { noise: { area: 'large' }, page: null } })).toEqual([])
})
