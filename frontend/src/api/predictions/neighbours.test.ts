import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page, prediction } from '@/testing/prediction-pages'
import { keys } from '../keys'
import { thisMoment } from './journal'
import { neighboursOf } from './neighbours'

const id = (n: number) => prediction(n).id

function listed(client: QueryClient, filters: object, numbers: number[], updatedAt: number) {
  const list = { pages: [{ ...page(numbers, null), moment: thisMoment() }], pageParams: [undefined] }
  client.setQueryData(keys.predictionList(filters), list, { updatedAt })
}

test('the neighbours are those of the list that was shown last', () => {
  const client = new QueryClient()
  listed(client, {}, [5, 4, 3, 2, 1], 1)
  listed(client, { status: 'failed' }, [5, 3, 1], 2)
  expect(neighboursOf(client, id(3))).toEqual({ newer: id(5), older: id(1) })
  expect(neighboursOf(client, id(4))).toEqual({ newer: id(5), older: id(3) })
  expect(neighboursOf(client, id(5))).toEqual({ newer: undefined, older: id(3) })
})

test('what is in no list has none', () => {
  expect(neighboursOf(new QueryClient(), id(1))).toEqual({})
})
