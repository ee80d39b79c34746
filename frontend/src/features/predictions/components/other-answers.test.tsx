import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Prediction } from '@/api/types'
import { prediction } from '@/testing/prediction-pages'
import { renderPage } from '@/testing/render-page'
import { OtherAnswers } from './other-answers'

const shown = prediction(1)
const said = (label: string) => ({ labels: [{ label, index: 0, score: 0.8 }] })
const other = prediction(2, { model: { slug: 'lite0', version: 1, alias: null }, output: said('dalmatian') })
const versions = [{ number: 3 }, { number: 2 }]
const models = [
  { slug: 'resnet-cifar10', kind: 'image-classification', title: 'ResNet', versions },
  { slug: 'lite0', kind: 'image-classification', title: 'Lite0', versions: [{ number: 1 }] },
  { slug: 'wav2vec2-small', kind: 'speech-recognition', title: 'Wav2Vec2', versions },
]
let rows: Prediction[] = []
let votes: { other: string; better: boolean; at: string }[] = []
const sent: unknown[] = []
const server = setupServer(
  http.get('*/api/v1/predictions', ({ request }) => {
    expect(new URL(request.url).searchParams.get('sha256')).toBe(shown.input.sha256)
    return HttpResponse.json({ results: rows, next: null })
  }),
  http.get('*/api/v1/models', () => HttpResponse.json({ results: models })),
  http.get('*/api/v1/predictions/:id/votes', () => HttpResponse.json({ results: votes })),
  http.put('*/api/v1/predictions/:id/votes/:other', async ({ params, request }) => {
    const { better } = (await request.json()) as { better: boolean }
    sent.push([params.id, params.other, better])
    votes = [{ other: other.id, better: !better, at: other.created_at }]
    return new HttpResponse(null, { status: 204 })
  }),
  http.delete('*/api/v1/predictions/:id/votes/:other', ({ params }) => {
    sent.push([params.id, params.other, null])
    votes = []
    return new HttpResponse(null, { status: 204 })
  }),
  http.post('*/api/v1/predictions/:id/retry', async ({ request }) => {
    sent.push(await request.json())
    return HttpResponse.json({ ...other, status: 'queued', output: null, answer: null }, { status: 202 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  sent.length = 0
  votes = []
})
afterAll(() => server.close())

test('another version that reads such a file is asked without sending it again, and stands beside it', async () => {
  rows = [shown]
  await renderPage(<OtherAnswers prediction={shown} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Ask another model' }))
  expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual([
    'ResNet, version 2',
    'Lite0, version 1',
  ])
  await userEvent.click(screen.getByRole('menuitem', { name: 'Lite0, version 1' }))
  expect(await screen.findByRole('link', { name: 'lite0 v1' })).toBeTruthy()
  expect(sent).toEqual([{ model: 'lite0/versions/1' }])
})

test('which of two is better is kept, and taken back by pressing it again', async () => {
  rows = [other, shown]
  await renderPage(<OtherAnswers prediction={shown} />)
  expect(await screen.findByRole('link', { name: 'lite0 v1' })).toBeTruthy()
  expect(screen.getByText('dalmatian')).toBeTruthy()
  const better = () => screen.getByRole('button', { name: 'Better than this' })
  await userEvent.click(better())
  await expect.poll(() => better().getAttribute('aria-pressed')).toBe('true')
  await userEvent.click(better())
  await expect.poll(() => better().getAttribute('aria-pressed')).toBe('false')
  expect(sent).toEqual([
    [other.id, shown.id, true],
    [other.id, shown.id, null],
  ])
})
