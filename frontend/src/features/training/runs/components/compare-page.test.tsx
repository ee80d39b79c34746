import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aRun } from '@/testing/training'
import { ComparePage } from './compare-page'

const noise = {
  items: 200,
  area: 0.9,
  area_interval: [0.88, 0.92],
  let_through: 0.25,
  let_through_interval: [0.2, 0.3],
}
const tested = { split: 'test', items: 10, failed: [], top1: 0.8, worst: [] }
const runs = [
  aRun({ id: '1', title: 'first', evaluation: { ...tested, strangers: { noise } }, registered: 'pets/versions/2' }),
  aRun({ id: '2', title: 'second', evaluation: tested }),
]
const standing = { other_model: 'pets', won: 12, lost: 8, share: 0.6, low: 0.387, high: 0.781, chance: 0.5 }
const server = setupServer(
  http.get('*/api/v1/models/pets/votes', () =>
    HttpResponse.json({
      results: [
        { ...standing, version: 2, other_version: 1 },
        { ...standing, version: 1, other_version: 2 },
      ],
    }),
  ),
  http.get('*/api/v1/runs/:id', ({ params }) => HttpResponse.json(runs.find(({ id }) => id === params.id))),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'bypass' }))
afterAll(() => server.close())

test('what is let through of what was not learned stands side by side, where it was measured', async () => {
  await renderPage(<ComparePage ids={['1', '2']} />)
  const name = await screen.findByRole('rowheader', { name: 'Not learned, let through: Noise' })
  const cells = within(name.closest('tr')!).getAllByRole('cell')
  expect(cells.map((cell) => cell.textContent)).toEqual(['25.0\u202f% (area under the curve 90.0\u202f%)', '–'])
})

test('what people voted for stands beside it, of a run that became a version', async () => {
  await renderPage(<ComparePage ids={['1', '2']} />)
  const name = await screen.findByRole('rowheader', { name: 'People’s votes' })
  const cells = within(name.closest('tr')!).getAllByRole('cell')
  expect(cells.map((cell) => cell.textContent)).toEqual([
    '60\u202f% (39\u202f% to 78\u202f%) of 20 beside pets v1',
    '–',
  ])
})
