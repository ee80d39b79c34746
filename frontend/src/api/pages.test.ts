import { expect, test } from 'vitest'
import { wholeList } from './pages'

test('a list that comes in pages is read to its end, in order', async () => {
  const asked: unknown[] = []
  const pages = [
    { results: ['newest', 'newer'], next: 'http://slipway.test/api/v1/runs?cursor=abc&limit=200' },
    { results: ['old'], next: 'http://slipway.test/api/v1/runs?cursor=def&limit=200' },
    { results: ['oldest'], next: null },
  ]
  const rows = await wholeList((query) => {
    asked.push(query)
    return Promise.resolve(pages[asked.length - 1] ?? { results: [], next: null })
  })
  expect(rows).toEqual(['newest', 'newer', 'old', 'oldest'])
  expect(asked).toEqual([{ limit: 200 }, { limit: 200, cursor: 'abc' }, { limit: 200, cursor: 'def' }])
})
