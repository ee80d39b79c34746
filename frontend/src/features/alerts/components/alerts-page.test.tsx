import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { toast } from 'sonner'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Alert, AlertRule, Alerts } from '@/api/types'
import { anAlert, aRule, noMail } from '@/testing/alerts'
import { renderPage } from '@/testing/render-page'
import { AlertsPage } from './alerts-page'

let alerts: Alerts
let rules: AlertRule[]
let sent: [string, unknown][] = []
const change = (id: string, next: Partial<Alert>) => {
  alerts = { ...alerts, active: alerts.active.map((one) => (one.id === id ? { ...one, ...next } : one)) }
  return HttpResponse.json(alerts.active[0])
}
const ONE = '*/api/v1/operations/alerts/:id'
const server = setupServer(
  http.get('*/api/v1/operations/alerts', () => HttpResponse.json(alerts)),
  http.get('*/api/v1/operations/alert-rules', () => HttpResponse.json({ results: rules })),
  http.post(`${ONE}/acknowledge`, ({ params }) =>
    change(String(params.id), {
      status: 'acknowledged',
      acknowledged_by: 'ada',
      acknowledged_at: '2026-12-01T10:02:00Z',
    }),
  ),
  http.post(`${ONE}/reopen`, ({ params }) =>
    change(String(params.id), { status: 'open', acknowledged_by: null, acknowledged_at: null }),
  ),
  http.post(`${ONE}/snooze`, async ({ params, request }) => {
    const { minutes } = (await request.json()) as { minutes: number }
    const until = minutes ? new Date(Date.now() + minutes * 60_000).toISOString() : null
    return change(String(params.id), { snoozed_until: until })
  }),
  http.patch('*/api/v1/operations/alert-rules/:key', async ({ params, request }) => {
    const wanted = (await request.json()) as Partial<AlertRule>
    sent.push([String(params.key), wanted])
    if (wanted.threshold === 0)
      return HttpResponse.json(
        {
          code: 'invalid_request',
          status: 400,
          detail: 'No.',
          errors: [{ pointer: '/threshold', detail: 'Too little.' }],
        },
        { status: 400 },
      )
    return HttpResponse.json({ ...rules[0], ...wanted })
  }),
  http.delete('*/api/v1/operations/alert-rules/:key', ({ params }) => {
    sent.push([String(params.key), 'reset'])
    return new HttpResponse(null, { status: 204 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  alerts = { looked_at: '2026-12-01T10:00:00Z', is_watched: true, active: [anAlert()], resolved: [], mail: noMail }
  rules = [aRule()]
  sent = []
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

test('an alert says what it means and what to do, and one press each acknowledges and takes that back', async () => {
  await renderPage(<AlertsPage />)
  expect(await screen.findByText(/they are answered once a worker is back\. Start a worker/)).toBeTruthy()
  await press(/^I see to it: No worker answers/)
  expect(await screen.findByText(/^ada sees to it since/)).toBeTruthy()
  await press(/^Nobody sees to it: No worker answers/)
  expect(await screen.findByRole('button', { name: /^I see to it: No worker answers/ })).toBeTruthy()
  expect(screen.queryByText(/^ada sees to it/)).toBeNull()
})

test('hidden for an hour it stays in the list, and the message takes it back', async () => {
  const said = vi.spyOn(toast, 'success')
  await renderPage(<AlertsPage />)
  await press(/^Hide for an hour: /)
  expect(await screen.findByText(/^Hidden until/)).toBeTruthy()
  const { action } = said.mock.calls[0]![1] as { action: { label: string; onClick: () => void } }
  expect(action.label).toBe('Undo')
  action.onClick()
  said.mockRestore()
  expect(await screen.findByRole('button', { name: /^Hide for an hour: / })).toBeTruthy()
})

test('what is over stands below with how long it lasted and who saw to it', async () => {
  alerts.active = []
  alerts.resolved = [anAlert({ status: 'resolved', resolved_at: '2026-12-01T10:02:30Z', acknowledged_by: 'grace' })]
  await renderPage(<AlertsPage />)
  const [, row] = await screen.findAllByRole('row')
  expect(within(row!).getByText('2 min 30 s')).toBeTruthy()
  expect(within(row!).getByText('grace')).toBeTruthy()
  expect(screen.getByText('Nothing is wrong')).toBeTruthy()
})

test('nobody says that nothing is wrong while nobody looks', async () => {
  alerts = { looked_at: null, is_watched: false, active: [], resolved: [], mail: noMail }
  await renderPage(<AlertsPage />)
  expect(await screen.findByText('Nobody has looked for alerts yet')).toBeTruthy()
  expect(screen.queryByText('Nothing is wrong')).toBeNull()
})

test('a share is shown and typed in percent', async () => {
  await renderPage(<AlertsPage />)
  expect(await screen.findByText('over 20 %, for 5 min')).toBeTruthy()
  await press('Change: Share that fails')
  const field = screen.getByLabelText<HTMLInputElement>('Threshold, %')
  expect(field.value).toBe('20')
  await userEvent.clear(field)
  await userEvent.type(field, '7')
  await press('Save')
  await expect.poll(() => sent).toEqual([['failing', { threshold: 0.07, seconds: 300, is_on: true }]])
  await expect.poll(() => screen.queryByRole('dialog')).toBeNull()
})

test('what the server refuses stands at its field, and the window stays', async () => {
  await renderPage(<AlertsPage />)
  await press('Change: Share that fails')
  await userEvent.clear(screen.getByLabelText('Threshold, %'))
  await userEvent.type(screen.getByLabelText('Threshold, %'), '0')
  await press('Save')
  expect(await screen.findByText('Too little.')).toBeTruthy()
})

test('only a rule that was changed can be reset, and says who changed it', async () => {
  rules = [aRule({ threshold: 0.5, changed_at: '2026-12-01T10:00:00Z', changed_by: 'ada' }), aRule({ key: 'other' })]
  await renderPage(<AlertsPage />)
  expect(await screen.findAllByText(/^Changed by ada/)).toHaveLength(1)
  await userEvent.click(screen.getAllByRole('button', { name: 'Change: Share that fails' })[1]!)
  expect(screen.queryByRole('button', { name: 'Reset to default' })).toBeNull()
  await press('Cancel')
  await userEvent.click(screen.getAllByRole('button', { name: 'Change: Share that fails' })[0]!)
  await press('Reset to default')
  await expect.poll(() => sent).toEqual([['failing', 'reset']])
})

test('who is told by mail, and that the server took none, or that nobody is told', async () => {
  const first = await renderPage(<AlertsPage />)
  expect(await screen.findByText('Nobody is told by mail')).toBeTruthy()
  first.unmount()
  alerts.mail = { to: ['ops@example.com'], sent_at: null, error: 'ConnectionRefusedError: refused' }
  await renderPage(<AlertsPage />)
  expect(await screen.findByText('By mail to ops@example.com')).toBeTruthy()
  expect(screen.getByText('ConnectionRefusedError: refused')).toBeTruthy()
})

test('it speaks Chinese', async () => {
  await renderPage(<AlertsPage />, 'zh-CN')
  expect(await screen.findByText(/^此类文件会保留并等待；工作进程恢复后即会处理。启动一个工作进程/)).toBeTruthy()
  expect(await screen.findByText('高于 20 %，持续 5 分钟')).toBeTruthy()
})
