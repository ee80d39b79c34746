import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Model, Rollout } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { nearness } from './guards'
import { Releases } from './releases'

const model = {
  slug: 'resnet',
  title: 'ResNet',
  aliases: { production: 1 },
  versions: [{ number: 2 }, { number: 1 }],
} as unknown as Model

const arm = { answered: 40, failed: 2, slow: 1 }
const none = { answered: 0, failed: 0, slow: 0 }
const guard = {
  mode: 'armed',
  candidate_people: 2,
  production_people: 1,
  evidence: 30,
  line: 300,
  crossed: false,
  events_to_abort: 5,
}

const running = {
  id: '0199',
  model: 'resnet',
  production: 1,
  candidate: 2,
  state: 'running',
  step: 1,
  steps: [
    { share: 0.05, bake_seconds: 600, least: 50 },
    { share: 0.2, bake_seconds: 600, least: 200 },
  ],
  margin: 0.03,
  revision: 4,
  by: 'ada',
  reason: '',
  created_at: '2026-12-01T10:00:00Z',
  ended_at: null,
  ended_by: null,
  end_reason: '',
  events: [],
  figures: {
    doing: 'gathering',
    candidate: [none, arm],
    control: [none, { ...arm, failed: 0 }],
    guards: [
      { ...guard, guard: 'errors' },
      { ...guard, guard: 'slow', mode: 'dry_run', evidence: null },
      { ...guard, guard: 'corrected' },
    ],
    signals: [
      {
        signal: 'confidence',
        mode: 'armed',
        crossed: true,
        candidate: 0.81,
        production: 0.93,
        highest_difference: -0.08,
        evidence: null,
      },
      {
        signal: 'familiarity',
        mode: 'dry_run',
        crossed: false,
        candidate: null,
        production: null,
        highest_difference: null,
        evidence: null,
      },
      {
        signal: 'ratio',
        mode: 'armed',
        crossed: false,
        candidate: 0.19,
        production: 0.2,
        highest_difference: null,
        evidence: 0.3,
      },
    ],
    difference: -0.05,
    lowest_difference: -0.2,
    step_until: '2026-12-01T10:20:00Z',
    promotes_at: '2026-12-01T10:20:00Z',
  },
} as unknown as Rollout

const change = {
  alias: 'production',
  was: 3,
  version: 1,
  how: 'rolled_back',
  by: 'ada',
  reason: 'It saw cats everywhere',
  at: '2026-12-01T09:00:00Z',
}

let rollouts: Rollout[] = []
const server = setupServer(
  http.get('*/api/v1/rollouts', () => HttpResponse.json({ results: rollouts, next: null })),
  http.get('*/api/v1/models/resnet/alias-changes', () =>
    HttpResponse.json({ results: [change], next: null, back_to: 3 }),
  ),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  rollouts = []
  server.resetHandlers()
})
afterAll(() => server.close())

test('the reader sees what a rollout does now, what it will do, and what each guard knows', async () => {
  rollouts = [running]
  await renderPage(<Releases model={model} mayRelease />)
  expect(await screen.findByText('Version 2 answers 20 % of the people')).toBeTruthy()
  expect(screen.getByRole('status').textContent).toBe('Waits for 200 answers on each side.')
  expect(screen.getByText(/5 people with a bad answer, all of them its own, would abort it/)).toBeTruthy()
  const guards = within(screen.getByRole('list', { name: 'Guards' })).getAllByRole('listitem')
  expect(guards.map((one) => one.textContent)).toEqual([
    'It failsaborts2 people of its own, 1 of production',
    'It is sloweronly tellsno data',
    'People correct itaborts2 people of its own, 1 of production',
  ])
  expect(within(screen.getByRole('table')).getByText('2 · 5.0 %')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Roll out' })).toBeNull()
})

test('a time is told as long as time is waited for', async () => {
  const last = { ...running, step: running.steps.length - 1 }
  const over = { ...running.figures, doing: 'inconclusive', promotes_at: '2026-12-01T11:00:00Z' } as const
  rollouts = [last]
  const shown = await renderPage(<Releases model={model} mayRelease />)
  expect(await screen.findByText(/May be promoted at/)).toBeTruthy()
  shown.unmount()
  rollouts = [{ ...last, figures: over }]
  await renderPage(<Releases model={model} mayRelease />)
  expect(await screen.findByText(/would abort it/)).toBeTruthy()
  expect(screen.queryByText(/May be promoted at/)).toBeNull()
})

test('who aborts says why, and is told when somebody else was quicker', async () => {
  rollouts = [running]
  const sent: unknown[] = []
  server.use(
    http.post('*/api/v1/rollouts/0199/abort', async ({ request }) => {
      sent.push(await request.json())
      const told = {
        type: 'about:blank',
        title: 'Conflict',
        status: 409,
        code: 'conflict',
        detail: 'It has ended already.',
      }
      return HttpResponse.json(told, { status: 409, headers: { 'Content-Type': 'application/problem+json' } })
    }),
  )
  await renderPage(<Releases model={model} mayRelease={false} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Abort' }))
  expect(screen.queryByRole('button', { name: /Promote/, hidden: true })).toBeNull()
  const dialog = within(screen.getByRole('dialog'))
  expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Abort' }).disabled).toBe(true)
  await userEvent.type(dialog.getByLabelText('Why'), 'Too many dogs')
  await userEvent.click(dialog.getByRole('button', { name: 'Abort' }))
  expect(await dialog.findByText('It has ended already.')).toBeTruthy()
  expect(sent).toEqual([{ reason: 'Too many dogs', revision: 4 }])
})

test('what is not proved is promoted only by saying so', async () => {
  rollouts = [running]
  const sent: unknown[] = []
  server.use(
    http.post('*/api/v1/rollouts/0199/promote', async ({ request }) => {
      sent.push(await request.json())
      rollouts = [{ ...running, state: 'promoted' }]
      return HttpResponse.json(rollouts[0])
    }),
  )
  await renderPage(<Releases model={model} mayRelease />)
  await userEvent.click(await screen.findByRole('button', { name: 'Promote anyway' }))
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.type(dialog.getByLabelText('Why'), 'A demo')
  await userEvent.click(dialog.getByRole('button', { name: 'Promote anyway' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(sent).toEqual([{ reason: 'A demo', revision: 4, anyway: true }])
})

test('a rollout begins with a version, a pace and a reason', async () => {
  const sent: { steps: { share: number }[] }[] = []
  server.use(
    http.post('*/api/v1/models/resnet/rollouts', async ({ request }) => {
      sent.push((await request.json()) as (typeof sent)[number])
      rollouts = [running]
      return HttpResponse.json(running, { status: 201 })
    }),
  )
  await renderPage(<Releases model={model} mayRelease />)
  await userEvent.click(await screen.findByRole('button', { name: 'Roll out' }))
  const dialog = within(screen.getByRole('dialog'))
  expect(dialog.getByText('5 % → 20 % → 50 %, 40 min at least')).toBeTruthy()
  await userEvent.type(dialog.getByLabelText('Why'), 'Trained on March')
  await userEvent.click(dialog.getByRole('button', { name: 'Roll out' }))
  expect(await screen.findByText('Version 2 answers 20 % of the people')).toBeTruthy()
  expect(sent[0]).toMatchObject({
    version: 2,
    reason: 'Trained on March',
    guards: { errors: 'armed', slow: 'dry_run' },
  })
})

test('the way back names the version, and sends the one that was seen', async () => {
  const sent: unknown[] = []
  server.use(
    http.post('*/api/v1/models/resnet/roll-back', async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(model)
    }),
  )
  await renderPage(<Releases model={model} mayRelease />)
  expect(await screen.findByText('It saw cats everywhere')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Back to version 3' }))
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.type(dialog.getByLabelText('Why'), 'Worse')
  await userEvent.click(dialog.getByRole('button', { name: 'Go back' }))
  await waitFor(() => expect(sent).toEqual([{ expected: 1, reason: 'Worse' }]))
})

test('evidence is drawn by how near it is to the line, step by step', () => {
  expect(nearness({ evidence: null, line: 300 })).toBe(0)
  expect(nearness({ evidence: 0.5, line: 300 })).toBe(0)
  expect(nearness({ evidence: Math.sqrt(300), line: 300 })).toBeCloseTo(0.5)
  expect(nearness({ evidence: 1e9, line: 300 })).toBe(1)
})

test('what a signal holds goes on when somebody has looked', async () => {
  rollouts = [{ ...running, figures: { ...running.figures, doing: 'held' } }]
  let sent: unknown
  server.use(
    http.post('*/api/v1/rollouts/0199/continue', async ({ request }) => {
      sent = await request.json()
      rollouts = [running]
      return HttpResponse.json(running)
    }),
  )
  await renderPage(<Releases model={model} mayRelease={false} />)
  const signals = within(await screen.findByRole('list', { name: 'Signals' }))
  expect(signals.getByText('81.0 %, production 93.0 %')).toBeTruthy()
  expect(signals.getByText('19.0 %, asked 20.0 %')).toBeTruthy()
  expect(screen.getByRole('status').textContent).toMatch(/^Held/)
  await userEvent.click(screen.getByRole('button', { name: 'Let it go on' }))
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.type(dialog.getByRole('textbox', { name: 'Why' }), 'Calibrated')
  await userEvent.click(dialog.getByRole('button', { name: 'Let it go on' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Let it go on' })).toBeNull())
  expect(sent).toEqual({ revision: 4, reason: 'Calibrated' })
})
