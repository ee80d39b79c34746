import { fireEvent, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Guest, GuestPrediction } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { GuestPage } from './guest-page'

const guest: Guest = {
  name: 'tea fair',
  title: 'Two cups',
  summary: 'Tells a cup from a teapot.',
  kind: 'image-classification',
  expires_at: '2026-12-08T10:00:00Z',
  left_today: 3,
  unserved: false,
  spoken: null,
}
const answered = (id: string, change: Partial<GuestPrediction> = {}): GuestPrediction => ({
  id,
  status: 'succeeded',
  kind: 'image-classification',
  output: { labels: [{ label: 'teapot', index: 1, score: 0.93 }] },
  error: null,
  position: null,
  eta_seconds: null,
  created_at: '2026-12-01T10:00:00Z',
  completed_at: '2026-12-01T10:00:01Z',
  ...change,
})
const refuse = (status: number, code: string, detail = '') =>
  HttpResponse.json({ code, status, title: '', detail }, { status })
const keys: (string | null)[] = []
const sent: string[] = []
const server = setupServer(
  http.get('*/api/v1/guest', ({ request }) => {
    keys.push(request.headers.get('Authorization'))
    return HttpResponse.json(guest)
  }),
  http.put('*/api/v1/guest/predictions/:id', ({ params, request }) => {
    keys.push(request.headers.get('Authorization'))
    sent.push(String(params.id))
    return HttpResponse.json(answered(String(params.id), { status: 'queued', output: null }), { status: 202 })
  }),
  http.get('*/api/v1/guest/predictions/:id', ({ params }) => HttpResponse.json(answered(String(params.id)))),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  sessionStorage.clear()
  keys.length = 0
  sent.length = 0
})
afterAll(() => server.close())

const devices = {
  camera: () => <button>Camera</button>,
  microphone: () => <button>Record</button>,
  spoken: ({ grammars }: { grammars: { name: string }[] }) => <p>May be {grammars.map(({ name }) => name)}</p>,
  options: () => ({ grammar: 'digits' }),
}
const open = (token = 'a-token', language: 'en' | 'zh-CN' = 'en') =>
  renderPage(<GuestPage token={token} devices={devices} tools={null} />, language)
const cup = () => new File(['pixels'], 'cup.jpg', { type: 'image/jpeg' })
const answers = (change: Partial<GuestPrediction>) =>
  server.use(
    http.get('*/api/v1/guest/predictions/:id', ({ params }) => HttpResponse.json(answered(String(params.id), change))),
  )

async function choose(file = cup()) {
  const { container } = await open()
  await screen.findByText('Two cups')
  await userEvent.upload(container.querySelector('input')!, file, { applyAccept: false })
}

test('a picture is sent by the token alone, and its answer is read', async () => {
  await choose()
  expect((await screen.findAllByText('teapot')).length).toBeGreaterThan(0)
  expect(screen.getByText('93 % sure')).toBeTruthy()
  expect(new Set(keys)).toEqual(new Set(['Bearer a-token']))
  expect(screen.getByRole('img', { name: 'cup.jpg' })).toBeTruthy()
})

test('a model that is not sure says so', async () => {
  answers({ output: { labels: [{ label: 'teapot', index: 1, score: 0.4 }] } })
  await choose()
  expect(await screen.findByText('Not sure')).toBeTruthy()
  expect(screen.getByText('Maybe teapot')).toBeTruthy()
})

test.each([
  [{ outside: true }, 'Unlike anything it learned', 'Its nearest guess is teapot.'],
  [{ sure: false }, 'Not sure', 'Maybe teapot'],
])('what the version says of its own answer counts: %o', async (doubt, words, guess) => {
  answers({ output: { labels: [{ label: 'teapot', index: 1, score: 0.98 }], ...doubt } })
  await choose()
  expect(await screen.findByText(words)).toBeTruthy()
  expect(screen.getByText(guess)).toBeTruthy()
})

test('words that were heard are the answer to a sound', async () => {
  server.use(http.get('*/api/v1/guest', () => HttpResponse.json({ ...guest, kind: 'speech-recognition' })))
  answers({ kind: 'speech-recognition', output: { text: 'SEVEN', words: [], confidence: 0.8 } })
  await choose(new File(['tone'], 'seven.wav', { type: 'audio/wav' }))
  expect(await screen.findByText('SEVEN')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Record' })).toBeTruthy()
})

test('what will be said goes along with a sound, where the link offers it', async () => {
  const heard: unknown[] = []
  const spoken = { grammars: [{ name: 'digits', titles: {} }], default_grammar: null }
  server.use(
    http.get('*/api/v1/guest', () => HttpResponse.json({ ...guest, kind: 'speech-recognition', spoken })),
    http.put('*/api/v1/guest/predictions/:id', async ({ params, request }) => {
      heard.push((await request.formData()).get('options'))
      return HttpResponse.json(answered(String(params.id)), { status: 201 })
    }),
  )
  await choose(new File(['tone'], 'seven.wav', { type: 'audio/wav' }))
  expect(screen.getByText('May be digits')).toBeTruthy()
  await waitFor(() => expect(heard).toEqual(['{"grammar":"digits"}']))
})

test('a link that has ended says why, and has nothing to press', async () => {
  server.use(http.get('*/api/v1/guest', () => refuse(410, 'link_ended', 'This link was taken back.')))
  await open()
  expect(await screen.findByText('This link was taken back.')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

test('who reads Chinese is told of a link that has ended in Chinese', async () => {
  server.use(http.get('*/api/v1/guest', () => refuse(410, 'link_ended', 'This link was taken back.')))
  await open('a-token', 'zh-CN')
  expect(await screen.findByText('链接已失效')).toBeTruthy()
  expect(screen.queryByText('This link was taken back.')).toBeNull()
})

test('an address without its end asks nobody', async () => {
  await open('')
  expect(await screen.findByText('This link opens nothing')).toBeTruthy()
  expect(keys).toEqual([])
})

test('a page that is open closes when its link is taken back', async () => {
  const { client } = await open()
  await screen.findByText('Two cups')
  server.use(http.get('*/api/v1/guest', () => refuse(410, 'link_ended', 'This link was taken back.')))
  await client.invalidateQueries()
  expect(await screen.findByText('This link was taken back.')).toBeTruthy()
  expect(screen.queryByText('Two cups')).toBeNull()
})

test('a file that did not arrive is sent again under the same id', async () => {
  server.use(
    http.put(
      '*/api/v1/guest/predictions/:id',
      ({ params }) => {
        sent.push(String(params.id))
        return HttpResponse.error()
      },
      { once: true },
    ),
  )
  await choose()
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('93 % sure')).toBeTruthy()
  expect(sent).toHaveLength(2)
  expect(new Set(sent).size).toBe(1)
})

test('a page that is loaded again shows the last answer', async () => {
  sessionStorage.setItem('slipway.guest', JSON.stringify({ token: 'a-token', id: 'known' }))
  await open()
  expect(await screen.findByText('93 % sure')).toBeTruthy()
  expect(sent).toEqual([])
})

test('the last answer of another link is not shown', async () => {
  sessionStorage.setItem('slipway.guest', JSON.stringify({ token: 'another', id: 'known' }))
  await open()
  expect(await screen.findByText('Tells a cup from a teapot.')).toBeTruthy()
  expect(screen.queryByText('93 % sure')).toBeNull()
})

test('a sound that is dropped on a model of pictures is not sent', async () => {
  await open()
  await screen.findByText('Two cups')
  const tone = new File(['tone'], 'tone.wav', { type: 'audio/wav' })
  fireEvent.drop(window, { dataTransfer: { files: [tone], types: ['Files'] } })
  expect(await screen.findByText('This takes pictures. Choose another file.')).toBeTruthy()
  expect(sent).toEqual([])
})

test('a refusal stands where the answer would', async () => {
  server.use(
    http.put('*/api/v1/guest/predictions/:id', () => refuse(429, 'rate_limited', 'Too many files come by this link.')),
  )
  await choose()
  expect(await screen.findByText(/Too many requests in a short time/)).toBeTruthy()
})

test('when the day is full nothing can be sent', async () => {
  server.use(http.get('*/api/v1/guest', () => HttpResponse.json({ ...guest, left_today: 0 })))
  await open()
  expect(await screen.findByText('This link takes no more files today. Try again tomorrow.')).toBeTruthy()
  await waitFor(() => expect(screen.getByRole('button', { name: 'Camera' }).matches(':disabled')).toBe(true))
})
