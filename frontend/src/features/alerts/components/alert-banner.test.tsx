import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Alert, Alerts } from '@/api/types'
import { anAlert, noMail } from '@/testing/alerts'
import { renderPage } from '@/testing/render-page'
import { AlertBanner } from './alert-banner'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const noWorker = anAlert()
const now = '2026-12-01T10:01:00Z'
const told = (active: Alert[], others: Partial<Alerts> = {}): Alerts => ({
  looked_at: now,
  is_watched: true,
  active,
  resolved: [],
  mail: noMail,
  ...others,
})

async function show(alerts: () => Alerts) {
  server.use(http.get('*/api/v1/operations/alerts', () => HttpResponse.json(alerts())))
  return renderPage(<AlertBanner />)
}

test('says what is wrong, and no more of it once somebody sees to it', async () => {
  let alerts = told([noWorker])
  server.use(
    http.post(`*/api/v1/operations/alerts/${noWorker.id}/acknowledge`, () => {
      alerts = told([{ ...noWorker, status: 'acknowledged' }])
      return HttpResponse.json(alerts.active[0])
    }),
  )
  await show(() => alerts)
  expect(await screen.findByText('No worker answers (Picture)')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: /^I see to it/ }))
  await expect.poll(() => screen.queryByText('No worker answers (Picture)')).toBeNull()
})

test('what is hidden for an hour is not shown, and a rule that is not known by its name', async () => {
  const hidden: Alert = { ...noWorker, id: 'b', snoozed_until: new Date(Date.now() + 60_000).toISOString() }
  await show(() => told([hidden, { ...noWorker, id: 'c', rule: 'moon_full', subject: '' }]))
  expect(await screen.findByText('moon_full')).toBeTruthy()
  expect(screen.queryByText('No worker answers (Picture)')).toBeNull()
})

test('says that nobody looks', async () => {
  await show(() => told([], { is_watched: false }))
  expect(await screen.findByText(/^Nobody has looked for alerts since/)).toBeTruthy()
})
