import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aJob } from '@/testing/training'
import type { TrainingJob } from '../types'
import { JobBadge } from './job-badge'
import { JobNote } from './job-note'

const sent: string[] = []
let trainers = 1
const server = setupServer(
  http.get('*/api/v1/trainer', () => HttpResponse.json({ trainers, device: 'cpu', waiting: 0, advice: '' })),
  http.post('*/api/v1/jobs/:id/:action', ({ params }) => {
    sent.push(`${String(params.action)} ${String(params.id)}`)
    return HttpResponse.json(aJob())
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  sent.length = 0
  trainers = 1
})
afterAll(() => server.close())

const show = (change: Partial<TrainingJob>) => renderPage(<JobNote job={aJob({ id: '5', ...change })} />)
const progress = (change: Partial<TrainingJob['progress']>) => ({ stage: '', done: 0, total: 0, note: '', ...change })

test('a job that failed tells why and is tried again', async () => {
  await show({ status: 'failed', error: 'The disk is full.' })
  expect(screen.getByRole('alert').textContent).toContain('The disk is full.')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(sent).toEqual(['retry 5']))
})

test('a job that runs tells how far it is and is canceled', async () => {
  await show({ status: 'running', progress: progress({ stage: 'read', done: 30, total: 120 }) })
  expect(screen.getByText(/30 of 120/)).toBeTruthy()
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25')
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(sent).toEqual(['cancel 5']))
})

test('a download tells bytes, not steps', async () => {
  const fetched = progress({ stage: 'fetch', done: 31_457_280, total: 104_857_600, note: 'model.safetensors' })
  await show({ work: 'install', status: 'running', progress: fetched })
  expect(screen.getByText('model.safetensors: 30 MB of 100 MB')).toBeTruthy()
})

test('a job that waits says for whom', async () => {
  const { unmount } = await show({ status: 'queued' })
  expect(screen.getByText('Waiting for its turn.')).toBeTruthy()
  unmount()
  trainers = 0
  await show({ status: 'queued' })
  expect(await screen.findByText('Waiting for a trainer.')).toBeTruthy()
})

test('a job that is done needs no words', async () => {
  const { container } = await show({ status: 'succeeded' })
  expect(container.textContent).toBe('')
})

test('a badge says how a job stands, and first what it was asked to do', async () => {
  const badges: [Partial<TrainingJob>, string][] = [
    [{ status: 'queued' }, 'Waiting'],
    [{ status: 'running' }, 'Running'],
    [{ status: 'running', wish: 'pause' }, 'Pausing'],
    [{ status: 'running', wish: 'cancel' }, 'Stopping'],
    [{ status: 'paused' }, 'Paused'],
    [{ status: 'succeeded' }, 'Done'],
    [{ status: 'failed' }, 'Failed'],
    [{ status: 'canceled' }, 'Canceled'],
  ]
  for (const [job, words] of badges) {
    const { container, unmount } = await renderPage(<JobBadge job={aJob(job)} />)
    expect(container.textContent).toBe(words)
    unmount()
  }
})
