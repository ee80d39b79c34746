import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Model, Prediction } from '@/api/types'
import { prediction } from '@/testing/prediction-pages'
import { frameHandlers, operator, renderApp } from '@/testing/render-app'

let rows: Prediction[]
const listed: URLSearchParams[] = []
const sent: { id: string; model: unknown; options: unknown }[] = []
const models = [
  { slug: 'ear', kind: 'speech-recognition', title: 'Ear', options_schema: { properties: {} } },
] as unknown as Model[]

const server = setupServer(
  ...frameHandlers(),
  http.get('*/api/v1/limits', () =>
    HttpResponse.json({
      max_bytes: 1e6,
      max_pixels: 5e7,
      max_seconds: 600,
      image_types: [],
      sound_types: ['audio/wav'],
    }),
  ),
  http.get('*/api/v1/models', () => HttpResponse.json({ results: models })),
  http.get('*/examples/examples.json', () => HttpResponse.json([])),
  http.get('*/api/v1/predictions', ({ request }) => {
    listed.push(new URL(request.url).searchParams)
    return HttpResponse.json({ results: rows, next: null })
  }),
  http.get('*/api/v1/predictions/:id', ({ params }) =>
    HttpResponse.json({
      ...rows[0],
      id: params.id,
      input: { ...rows[0]?.input, name: `file of ${String(params.id)}` },
    }),
  ),
  http.get('*/api/v1/predictions/:id/events', () => HttpResponse.json({ results: [] })),
  http.get('*/api/v1/predictions/:id/votes', () => HttpResponse.json({ results: [] })),
  http.put('*/api/v1/predictions/:id', async ({ params, request }) => {
    const form = await request.formData()
    sent.push({ id: params.id as string, model: form.get('model'), options: form.get('options') })
    return HttpResponse.json(prediction(9, { id: params.id as string, status: 'queued', output: null }))
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  rows = [prediction(2), prediction(1)]
  listed.length = sent.length = 0
})
afterEach(() => {
  server.resetHandlers()
  vi.unstubAllGlobals()
})
afterAll(() => server.close())

const asked = () => Object.fromEntries(listed.at(-1) ?? [])

test('history asks for what its address says', async () => {
  await renderApp('/history?status=failed&model=pets&q=cat')
  await waitFor(() => expect(asked()).toMatchObject({ status: 'failed', model: 'pets', q: 'cat' }))
})

test('a filter of history is a place of its own: back takes it off again', async () => {
  const { address } = await renderApp('/history?q=cat')
  await userEvent.click(await screen.findByRole('button', { name: 'Failed' }))
  await waitFor(() => expect(address()).toBe('/history?q=cat&status=failed'))
  await waitFor(() => expect(asked()).toMatchObject({ status: 'failed', q: 'cat' }))
  history.back()
  await waitFor(() => expect(address()).toBe('/history?q=cat'))
})

test('history tells the answer that counts', async () => {
  const at = '2026-11-22T10:01:00Z'
  rows = [prediction(1, { feedback: { label: 'ship', at } })]
  await renderApp('/history')
  expect(await screen.findByText('ship')).toBeTruthy()
  expect(screen.getByText('by you')).toBeTruthy()
})

test('a file goes to the model of the address, with its options', async () => {
  const options = encodeURIComponent(JSON.stringify({ 'speech-recognition': { keywords: ['SEVEN'] } }))
  const { container } = await renderApp(`/?model=ear&options=${options}`)
  const input = container.querySelector<HTMLInputElement>('input[type=file][multiple]')!
  await userEvent.upload(input, new File(['waves'], 'mine.wav', { type: 'audio/wav' }))
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({ model: 'ear', options: '{"keywords":["SEVEN"]}' })
})

test('running it again opens the new prediction', async () => {
  server.use(
    http.post('*/api/v1/predictions/old/retry', () => HttpResponse.json({ ...rows[0], id: 'new' }, { status: 202 })),
  )
  const { address } = await renderApp('/predictions/old')
  await screen.findByRole('heading', { level: 1, name: 'file of old' })
  await userEvent.click(screen.getByRole('button', { name: 'Run again' }))
  await waitFor(() => expect(address()).toBe('/predictions/new'))
})

test('who is signed out is asked for the password and goes on where they were', async () => {
  let user: unknown = null
  server.use(
    http.get('*/api/v1/session', () => HttpResponse.json({ user })),
    http.post('*/api/v1/session', () => {
      user = operator
      return HttpResponse.json({ user })
    }),
  )
  const { address } = await renderApp('/history?status=failed')
  expect(address()).toBe('/sign-in?next=%2Fhistory%3Fstatus%3Dfailed')
  await userEvent.type(screen.getByLabelText('User name'), 'ada')
  await userEvent.type(screen.getByLabelText('Password'), 'secret')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(address()).toBe('/history?status=failed'))
})

test('an address of another site is no place to go on', async () => {
  const { address } = await renderApp('/sign-in?next=//evil.example/')
  await waitFor(() => expect(address()).toBe('/'))
})

test('a wrong address is told inside the frame', async () => {
  await renderApp('/no-such-page')
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeTruthy()
  expect(screen.getAllByRole('link', { name: 'History' })).not.toHaveLength(0)
  await waitFor(() => expect(document.title).toBe('There is nothing here · Slipway'))
  expect(screen.getAllByRole('link').filter((link) => link.ariaCurrent ?? link.getAttribute('aria-current'))).toEqual(
    [],
  )
})

test('an answer names the tab, belongs to History, takes the focus, and leads back to where the reader came from', async () => {
  await renderApp('/?view=table')
  await userEvent.click(await screen.findByRole('link', { name: 'photo-2.jpg' }))
  const heading = await screen.findByRole('heading', { level: 1, name: /^file of/ })
  await waitFor(() => expect(document.title).toMatch(/^file of .+: cat · Slipway$/))
  expect(document.querySelector('nav [aria-current=page]')?.textContent).toBe('History')
  expect(document.activeElement).toBe(heading)
  const [back] = screen.getAllByRole('link', { name: 'Try it' }).filter((link) => link.closest('main'))
  await userEvent.click(back!)
  expect(await screen.findByRole('table', { name: 'Answers' })).toBeTruthy()
  await waitFor(() => expect(document.title).toBe('Try it · Slipway'))
})

test('a go of files is counted: what is done, and what failed; what was not accepted is told beside it', async () => {
  const answers = [
    (id: string) => HttpResponse.json(prediction(9, { id })),
    (id: string) => HttpResponse.json(prediction(9, { id, status: 'failed', output: null })),
    () => HttpResponse.json({ code: 'invalid_media', status: 422, title: '', detail: 'x' }, { status: 422 }),
  ]
  server.use(http.put('*/api/v1/predictions/:id', ({ params }) => answers.shift()?.(params.id as string)))
  const { container } = await renderApp('/')
  const input = container.querySelector<HTMLInputElement>('input[type=file][multiple]')!
  const files = ['1.wav', '2.wav', '3.wav'].map((name) => new File(['waves'], name, { type: 'audio/wav' }))
  await userEvent.upload(input, files)
  expect(await screen.findByText('1 file was not accepted')).toBeTruthy()
  const done = await screen.findByText('1 of 2 done')
  expect(done.parentElement?.textContent).toBe('1 of 2 done, 1 failed')
})

/** The server's trash: what is put into it, until ten seconds from now, and what is taken back. */
function trash(...ids: string[]) {
  const until = new Date(Date.now() + 10_000).toISOString()
  const inside = new Set(ids)
  const answer = () => HttpResponse.json({ results: [...inside].map((id) => ({ id, until })) })
  const idsOf = async (request: Request) => ((await request.json()) as { ids: string[] }).ids
  server.use(
    http.get('*/api/v1/predictions/trash', answer),
    http.post('*/api/v1/predictions/trash', async ({ request }) => {
      for (const id of await idsOf(request)) inside.add(id)
      return answer()
    }),
    http.post('*/api/v1/predictions/restore', async ({ request }) => {
      for (const id of await idsOf(request)) inside.delete(id)
      return new HttpResponse(null, { status: 204 })
    }),
  )
  return inside
}

test('a delete can be undone for a while', async () => {
  trash()
  await renderApp('/history')
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Select photo-1.jpg' }))
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
  await waitFor(() => expect(screen.queryByText('photo-1.jpg')).toBeNull())
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await screen.findByText('photo-1.jpg')).toBeTruthy()
})

test('what was deleted before a reload, or in another tab, can be undone as well', async () => {
  const inside = trash(prediction(1).id)
  rows = [prediction(2)]
  await renderApp('/history')
  expect(await screen.findByText('1 answer deleted')).toBeTruthy()
  rows = [prediction(2), prediction(1)]
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText('photo-1.jpg')).toBeTruthy()
  expect([...inside]).toEqual([])
  await waitFor(() => expect(screen.queryByText('1 answer deleted')).toBeNull())
})

test('an answer leads to the version of the model that gave it', async () => {
  const version = (number: number) => ({
    number,
    metrics: {},
    labels: ['cat'],
    vocabulary: null,
    preprocess: {},
    lineage: {},
    parameters: 1,
    size: 1,
    sha256: 'ab',
    licence: 'MIT',
    created_at: '2026-11-20T10:00:00Z',
    seconds_per_item: null,
    served_by: [],
    calibrations: [],
    grammars: [],
    default_grammar: null,
    thresholds: null,
  })
  const pets = { ...models[0], slug: 'pets', summary: '', licence: 'MIT', aliases: {}, is_default: false }
  server.use(
    http.get('*/api/v1/models/pets', () =>
      HttpResponse.json({ ...pets, latest: version(2), versions: [version(2), version(1)] }),
    ),
    http.get('*/api/v1/api-keys', () => HttpResponse.json({ results: [] })),
    http.get('*/api/v1/models/pets/votes', () => HttpResponse.json({ results: [] })),
    http.get('*/api/v1/models/pets/links', () => HttpResponse.json({ results: [], may_share: false })),
  )
  const { container } = await renderApp('/models/pets#version-1')
  await screen.findAllByText('Version 1')
  const opened = [...container.querySelectorAll('details[open] > summary')].map((head) => head.textContent)
  expect(opened).toEqual([expect.stringMatching(/^Version 1/)])
})
