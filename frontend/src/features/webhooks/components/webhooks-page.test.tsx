import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Webhook, WholeDelivery } from '@/api/types'
import { frameHandlers, operator, renderApp } from '@/testing/render-app'

const SECRET = 'whsec_c2VjcmV0'
const ID = '0199c0de-7000-7000-8000-00000000000a'
const webhook: Webhook = {
  id: ID,
  name: 'On call',
  url: 'https://example.com/hook',
  types: ['alert.opened'],
  keys: [],
  waiting: 0,
  failing_since: null,
  paused_at: null,
  paused_because: null,
  created_at: '2026-12-01T10:00:00Z',
}
const delivery: WholeDelivery = {
  id: '0199c0de-7000-7000-8000-00000000000b',
  type: 'webhook.test',
  subject: ID,
  url: 'https://example.com/hook',
  status: 'succeeded',
  tries: 1,
  created_at: '2026-12-01T10:00:00Z',
  due_at: null,
  tried_at: '2026-12-01T10:00:01Z',
  seconds: 0.03,
  answer_status: 204,
  error: null,
  body: '{"type":"webhook.test"}',
  answer: 'taken',
}
let mine: Webhook[]
let log: WholeDelivery[]
const sent: [string, unknown][] = []
const ONE = `*/api/v1/webhooks/${ID}`
const server = setupServer(
  ...frameHandlers(),
  http.get('*/api/v1/api-keys', () => HttpResponse.json({ results: [] })),
  http.get('*/api/v1/webhooks', () => HttpResponse.json({ results: mine })),
  http.post('*/api/v1/webhooks', async ({ request }) => {
    sent.push(['make', await request.json()])
    mine = [webhook]
    return HttpResponse.json({ ...webhook, secret: SECRET }, { status: 201 })
  }),
  http.get(ONE, () => HttpResponse.json(mine[0])),
  http.patch(ONE, async ({ request }) => {
    const change = (await request.json()) as { paused?: boolean }
    sent.push(['change', change])
    mine = [{ ...webhook, paused_at: change.paused ? '2026-12-01T10:05:00Z' : null }]
    return HttpResponse.json(mine[0])
  }),
  http.post(`${ONE}/test`, () => HttpResponse.json({ ...delivery, status: 'queued' }, { status: 202 })),
  http.post(`${ONE}/send-failed`, () => HttpResponse.json({ count: 2 }, { status: 202 })),
  http.get(`${ONE}/deliveries`, () => HttpResponse.json({ results: log, next: null })),
  http.get(`${ONE}/deliveries/:id`, () => HttpResponse.json(log[0] ?? delivery)),
  http.post(`${ONE}/deliveries/:id/send`, ({ params }) => {
    sent.push(['again', params.id])
    return HttpResponse.json({ ...delivery, status: 'queued' }, { status: 202 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  mine = [webhook]
  log = []
  sent.length = 0
})
afterEach(() => {
  server.resetHandlers()
  vi.unstubAllGlobals()
})
afterAll(() => server.close())

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

test('one is made, its secret is shown once, and nothing that is kept has it', async () => {
  mine = []
  const { client } = await renderApp('/account/webhooks')
  await press('New webhook')
  await userEvent.type(screen.getByLabelText('Name'), 'On call')
  await userEvent.type(screen.getByLabelText('Address'), 'https://example.com/hook')
  await userEvent.click(screen.getByRole('checkbox', { name: 'An alert has opened' }))
  await press('Create the webhook')
  expect(await screen.findByText(SECRET)).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  expect(screen.getByText('Close without the secret?')).toBeTruthy()
  await press('I have saved it')
  expect(sent).toEqual([
    ['make', { name: 'On call', url: 'https://example.com/hook', keys: [], types: ['alert.opened'] }],
  ])
  expect(await screen.findByRole('link', { name: 'On call' })).toBeTruthy()
  expect(
    JSON.stringify(
      client
        .getQueryCache()
        .getAll()
        .map((one) => one.state.data),
    ),
  ).not.toContain(SECRET)
})

test('whoever is no staff chooses no events of staff', async () => {
  server.use(...frameHandlers({ ...operator, is_staff: false, can_train: false }))
  mine = []
  await renderApp('/account/webhooks')
  await press('New webhook')
  expect(screen.queryByRole('checkbox')).toBeNull()
})

test('a test shows what the receiver answered', async () => {
  await renderApp(`/account/webhooks/${ID}`)
  await press('Send a test')
  expect(await screen.findByText('Answered 204 in 0.03 s')).toBeTruthy()
  expect(screen.getByText('taken')).toBeTruthy()
})

test('the log opens to request and answer, and sends one again or all that failed', async () => {
  log = [{ ...delivery, status: 'failed', answer_status: null, answer: '', error: 'There was no answer: refused.' }]
  await renderApp(`/account/webhooks/${ID}`)
  await press(/^Given up/)
  expect(await screen.findByText(/webhook-id: 0199c0de/)).toBeTruthy()
  expect(screen.getByText('There was no answer: refused.')).toBeTruthy()
  await press('Send again')
  await expect.poll(() => sent).toEqual([['again', delivery.id]])
  await press('Send all failed again')
  expect(await screen.findByText('2 deliveries are sent again.')).toBeTruthy()
})

test('it is paused, and says who paused it and why', async () => {
  const first = await renderApp(`/account/webhooks/${ID}`)
  await press('Pause')
  expect(await screen.findByText(/You paused it\./)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Go on' })).toBeTruthy()
  first.unmount()
  mine = [{ ...webhook, paused_at: '2026-12-01T10:05:00Z', paused_because: 'It answered 410 Gone: it wants no more.' }]
  await renderApp('/account/webhooks')
  const row = (await screen.findByRole('link', { name: 'On call' })).closest('li')!
  expect(within(row).getByText('Paused')).toBeTruthy()
  await userEvent.click(screen.getByRole('link', { name: 'On call' }))
  expect(await screen.findByText(/It answered 410 Gone/)).toBeTruthy()
})
