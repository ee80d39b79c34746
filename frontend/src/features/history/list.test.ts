import { expect, test } from 'vitest'
import { page, prediction } from '@/testing/prediction-pages'
import { type List, rowsOf, withHead, without, withUpdate } from './list'

const list = (...pages: ReturnType<typeof page>[]): List => ({ pages, pageParams: pages.map(() => undefined) })
const ids = (shown: List) => rowsOf(shown).map((row) => row.id)
const loaded = list(page([5, 4], 'more'), page([3, 2], 'more'))

test('a change of a listed prediction is shown in its place', () => {
  const next = withUpdate(loaded, prediction(3, { status: 'failed' }), true)
  expect(rowsOf(next).map((row) => row.status)).toEqual(['succeeded', 'succeeded', 'failed', 'succeeded'])
})

test('a prediction that no longer fits the filters leaves the list', () => {
  expect(ids(withUpdate(loaded, prediction(4), false))).toEqual(ids(without(loaded, prediction(4).id)))
})

test('a new prediction comes in where its time puts it', () => {
  expect(ids(withUpdate(list(page([5, 3], null)), prediction(4), true))).toEqual(ids(list(page([5, 4, 3], null))))
  expect(ids(withUpdate(loaded, prediction(6), true))).toEqual(ids(list(page([6, 5, 4, 3, 2], null))))
})

test('one that is older than everything loaded waits for its page, and is added where there is none', () => {
  expect(withUpdate(loaded, prediction(1), true)).toBe(loaded)
  expect(ids(withUpdate(list(page([5], null)), prediction(1), true))).toEqual(ids(list(page([5, 1], null))))
  expect(ids(withUpdate(list(page([], null)), prediction(1), true))).toEqual([prediction(1).id])
})

test('a new first page is joined with the pages below it, and what was deleted disappears', () => {
  const next = withHead(loaded, page([7, 5], 'more'))
  expect(ids(next)).toEqual(ids(list(page([7, 5, 4, 3, 2], null))))
  expect(ids(withHead(loaded, page([7, 4], 'more')))).toEqual(ids(list(page([7, 4, 3, 2], null))))
})

test('a first page that does not touch the loaded ones starts the list anew', () => {
  expect(ids(withHead(loaded, page([9, 8], 'more')))).toEqual(ids(list(page([9, 8], null))))
})

test('the end of the list is known after a first page that is the only one', () => {
  const next = withHead(loaded, page([5], null))
  expect(next.pages).toEqual([page([5], null)])
})
