import { fireEvent, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Thresholds, Version } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { Sureness } from './sureness'

const curve = [
  [0, 1, 0.92],
  [0.5, 0.97, 0.935],
  [0.6, 0.93, 0.951],
  [0.8, 0.86, 0.975],
  [0.98, 0],
]
const version = (thresholds: Thresholds | null): Version => ({
  number: 3,
  metrics: { sure: { threshold: 0.6, labels: { cat: 0.8 }, curve } },
  labels: ['cat', 'dog'],
  vocabulary: null,
  preprocess: {},
  lineage: {},
  parameters: 1,
  size: 1,
  sha256: '',
  hidden: false,
  grammars: [],
  default_grammar: null,
  licence: '',
  created_at: '2026-11-20T10:00:00Z',
  thresholds,
  seconds_per_item: null,
  served_by: [],
  calibrations: [],
})
const measured = { threshold: 0.6, labels: { cat: 0.8 } }

let sent: unknown
const server = setupServer(
  http.put('*/api/v1/models/m/versions/3/thresholds', async ({ request }) => {
    sent = await request.json()
    return HttpResponse.json(version(sent as Thresholds))
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => (sent = undefined))
afterAll(() => server.close())

const show = (thresholds: Thresholds | null, isStaff: boolean) =>
  renderPage(<Sureness slug="m" version={version(thresholds)} isStaff={isStaff} />)
const slider = () => screen.getByRole('slider', { name: 'Least confidence of a sure answer' })

test('who looks reads what the threshold keeps, and how right that is', async () => {
  await show(measured, false)
  expect(screen.getByText(/^Below 60\s%/).textContent).toMatch(/93\s% of the answers are surer, and 95\s% of these/)
  expect(screen.queryByRole('slider')).toBeNull()
})

test('staff see what another threshold would keep before they use it', async () => {
  await show(measured, true)
  const use = screen.getByRole<HTMLButtonElement>('button', { name: 'Use this' })
  expect(use.disabled).toBe(true)
  fireEvent.change(slider(), { target: { value: '0.8' } })
  expect(screen.getByText(/86\s% of the answers are surer, and 98\s% of these/)).toBeTruthy()
  await userEvent.click(use)
  await waitFor(() => expect(sent).toEqual({ threshold: 0.8, labels: { cat: 0.8 } }))
})

test('what was measured is one click away once it was moved', async () => {
  await show({ threshold: 0.9, labels: {} }, true)
  await userEvent.click(screen.getByRole('button', { name: 'Back to what was measured' }))
  await waitFor(() => expect(sent).toEqual(measured))
})

test('where nothing is kept nothing is said of how right it is', async () => {
  await show({ threshold: 0.98, labels: {} }, false)
  expect(screen.getByText(/^Below 98\s%/).textContent).not.toContain('right')
})

test('a version that answers no labels has none', async () => {
  await show(null, true)
  expect(screen.queryByText('When an answer counts as sure')).toBeNull()
})
