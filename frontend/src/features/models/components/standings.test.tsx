import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Standing } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { Standings } from './standings'

let results: Standing[] = []
const server = setupServer(http.get('*/api/v1/models/resnet/votes', () => HttpResponse.json({ results })))
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

const standing = (change: Partial<Standing>): Standing => ({
  version: 2,
  other_model: 'resnet',
  other_version: 1,
  won: 9,
  lost: 1,
  share: 0.9,
  low: 0.596,
  high: 0.982,
  chance: 0.0215,
  ...change,
})

test.each([
  [{}, 'People find it better.'],
  [{ won: 1, lost: 9, share: 0.1, low: 0.018, high: 0.404 }, 'People find it worse.'],
  [{ won: 3, lost: 1, share: 0.75, low: 0.3, high: 0.954, chance: 0.625 }, 'That may be chance.'],
])('what people found of two versions is told with how sure that is (%j)', async (change, words) => {
  results = [standing(change)]
  await renderPage(<Standings slug="resnet" />)
  await screen.findByText(words)
  screen.getByText('Version 2 beside Version 1')
})

test('a version of another model is called by its name', async () => {
  results = [standing({ other_model: 'lite0', other_version: 3 })]
  await renderPage(<Standings slug="resnet" />)
  await screen.findByText('Version 2 beside lite0 v3')
  screen.getByText('better in 9 of 10 votes')
  screen.getByText(/90.% of the votes, 60.% to 98.% with 95.% confidence\./)
})

test('nothing is said while nobody has compared any', async () => {
  results = []
  await renderPage(<Standings slug="resnet" />)
  expect(screen.queryByRole('heading')).toBeNull()
})
