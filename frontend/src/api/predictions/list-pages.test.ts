import { expect, test } from 'vitest'
import { page, prediction } from '@/testing/prediction-pages'
import { thisMoment } from './journal'
import { type List, type ReadPage, rowsOf, withHead, without, withUpdate } from './list-pages'

const read = (numbers: number[], next: string | null): ReadPage => ({ ...page(numbers, next), moment: thisMoment() })
const list = (...pages: ReadPage[]): List => ({ pages, pageParams: pages.map(() => undefined) })
const ids = (shown: List) => rowsOf(shown).map((row) => row.id)
const loaded = list(read([5, 4], 'more'), read([3, 2], 'more'))

test('a change of a listed prediction is shown in its place', () => {
  const next = withUpdate(loaded, prediction(3, { status: 'failed' }), true)
  expect(rowsOf(next).map((row) => row.status)).toEqual(['succeeded', 'succeeded', 'failed', 'succeeded'])
})

test('a prediction that no longer fits the filters leaves the list', () => {
  expect(ids(withUpdate(loaded, prediction(4), false))).toEqual(ids(without(loaded, prediction(4).id)))
})

test('a new prediction comes in where its time puts it', () => {
  expect(ids(withUpdate(list(read([5, 3], null)), prediction(4), true))).toEqual(ids(list(read([5, 4, 3], null))))
  expect(ids(withUpdate(loaded, prediction(6), true))).toEqual(ids(list(read([6, 5, 4, 3, 2], null))))
})

test('one that is older than everything loaded waits for its page, and is added where there is none', () => {
  expect(withUpdate(loaded, prediction(1), true)).toBe(loaded)
  expect(ids(withUpdate(list(read([5], null)), prediction(1), true))).toEqual(ids(list(read([5, 1], null))))
  expect(ids(withUpdate(list(read([], null)), prediction(1), true))).toEqual([prediction(1).id])
})

test('a new first page is joined with the pages below it, and what was deleted disappears', () => {
  const next = withHead(loaded, read([7, 5], 'more'))
  expect(ids(next)).toEqual(ids(list(read([7, 5, 4, 3, 2], null))))
  expect(ids(withHead(loaded, read([7, 4], 'more')))).toEqual(ids(list(read([7, 4, 3, 2], null))))
})

test('a first page that does not touch the loaded ones starts the list anew', () => {
  expect(ids(withHead(loaded, read([9, 8], 'more')))).toEqual(ids(list(read([9, 8], null))))
})

test('the end of the list is known after a first page that is the only one', () => {
  const next = withHead(loaded, read([5], null))
  expect(next.pages).toEqual([read([5], null)])
})
