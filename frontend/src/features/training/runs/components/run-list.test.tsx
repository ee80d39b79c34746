import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aJob, aRun } from '@/testing/training'
import { RunList } from './run-list'

let trainers = 1
const server = setupServer(
  http.get('*/api/v1/trainer', () => HttpResponse.json({ trainers, device: 'cpu', waiting: 0, advice: '' })),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

const job = (status: 'running' | 'succeeded' | 'failed') =>
  aJob({ work: 'train', status, completed_at: '2026-11-22T18:00:41Z' })
const runs = [
  aRun({ id: '3', number: 3, title: 'Third', job: job('running') }),
  aRun({
    id: '2',
    number: 2,
    title: 'Second',
    job: job('succeeded'),
    parent: 'pets/versions/1',
    metrics: { top1: 0.833 },
  }),
  aRun({ id: '1', number: 1, title: 'First', job: job('failed'), best_metric: null, last_epoch: null }),
]
const words = () => screen.getAllByRole('link').map((link) => link.textContent)

test('each run tells what it learns from, how far and how good it is, in the order that was given', async () => {
  trainers = 1
  await renderPage(<RunList runs={runs} />)
  await screen.findByText(/1 min 30 s left/)
  expect(words()).toEqual([
    expect.stringMatching(
      /^Third #3cats v2 · .*epoch 3 of 10 · first guess right 81.2.% in validation · 1 min 30 s leftRunning$/,
    ),
    expect.stringMatching(
      /^Second #2cats v2 · from pets\/versions\/1 · .*first guess right 83.3.% in the test · 3 epochs in 41 sDone$/,
    ),
    expect.stringMatching(/^First #1cats v2 · .*Failed$/),
  ])
})

test('a run that nobody works on promises no time', async () => {
  trainers = 0
  const { client } = await renderPage(<RunList runs={runs} />)
  await expect.poll(() => client.getQueryData<{ trainers: number }>(['training', 'trainer'])?.trainers).toBe(0)
  expect(screen.queryByText(/left/)).toBeNull()
})

test('those that are ticked are compared, four at most, the newest ticks', async () => {
  const many = [1, 2, 3, 4, 5].map((id) => aRun({ id: String(id), number: id, title: 'Shapes', job: job('succeeded') }))
  await renderPage(<RunList runs={many} />)
  expect(screen.getByText('Tick two to four runs to compare them.')).toBeTruthy()
  for (const id of [1, 2, 3, 4, 5])
    await userEvent.click(screen.getByRole('checkbox', { name: `Compare Shapes #${id}` }))
  const compare = screen.getByRole('link', { name: 'Compare 4 runs' })
  expect(compare.getAttribute('href')).toBe('/training/compare?runs=2%2C3%2C4%2C5')
})
