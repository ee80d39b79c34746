import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { OwnedPrediction } from '@/api/types'
import { anOverview, anOwned, backups } from '@/testing/operations'
import { frameHandlers, renderApp } from '@/testing/render-app'

let rows: OwnedPrediction[]
const server = setupServer(
  ...frameHandlers(),
  http.get('*/api/v1/operations/overview', () => HttpResponse.json(anOverview())),
  http.get('*/api/v1/operations/predictions', () => HttpResponse.json({ results: rows, next: null })),
  http.get('*/api/v1/operations/backups', () => HttpResponse.json(backups)),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const failedRow = (id = 'f1') => {
  const error = {
    type: '',
    title: '',
    status: 500,
    detail: 'x',
    instance: '',
    code: 'model_failed' as const,
    request_id: '',
  }
  return anOwned({ id, status: 'failed', output: null, error }, 'hedy')
}

test('why one failed is shown with its file, and it is run again by itself', async () => {
  const wished: unknown[] = []
  rows = [failedRow()]
  server.use(
    http.get('*/api/v1/operations/predictions/f1', () =>
      HttpResponse.json({ ...rows[0], traceback: 'ZeroDivisionError: the end' }),
    ),
    http.post('*/api/v1/operations/predictions/reruns', async ({ request }) => {
      wished.push(await request.json())
      return HttpResponse.json({ queued: [{}], refused: [], left: 0 })
    }),
  )
  await renderApp('/operations')
  await userEvent.click(await screen.findByRole('button', { name: /cat/ }))
  expect(await screen.findByText(/the end/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'The file' }).getAttribute('href')).toBe(
    '/api/v1/operations/predictions/f1/input',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Run again' }))
  expect(await screen.findByText('1 was queued.')).toBeTruthy()
  expect(wished).toEqual([{ ids: ['f1'] }])
})

test('all of a reason are run again in rounds, and who has been says so', async () => {
  const wished: unknown[] = []
  const at = '2026-11-22T10:01:00Z'
  const rerun = {
    failed: 'f2',
    again: 'a',
    model: 'resnet-cifar10',
    version: 4,
    status: 'succeeded' as const,
    by: 'ada',
    at,
  }
  rows = [failedRow(), { ...failedRow('f2'), rerun }]
  server.use(
    http.post('*/api/v1/operations/predictions/reruns', async ({ request }) => {
      wished.push(await request.json())
      return HttpResponse.json(
        wished.length < 2
          ? { queued: [{}, {}], refused: [], left: 1 }
          : { queued: [], refused: [{ prediction: 'f3', code: 'queue_full', detail: 'Too many wait.' }], left: 0 },
      )
    }),
  )
  await renderApp('/operations?status=failed&code=model_failed')
  await userEvent.click(await screen.findByRole('button', { name: /^Run all again: / }))
  expect(await screen.findByText('2 were queued. 1 was refused: Too many wait.')).toBeTruthy()
  expect(wished).toEqual([{ code: 'model_failed' }, { code: 'model_failed' }])
  expect(screen.getAllByText('Was run again')).toHaveLength(1)
  expect(screen.getByRole('button', { name: 'Run the 1 shown again' })).toBeTruthy()
})
