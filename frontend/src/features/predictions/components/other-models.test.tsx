import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { aPrediction } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { PredictionCard } from './prediction-card'

const pictures = { kind: 'image-classification', versions: [] }
const models = [
  { ...pictures, slug: 'resnet-cifar10', title: 'ResNet' },
  { ...pictures, slug: 'lite0', title: 'Lite0' },
  { ...pictures, slug: 'speech', title: 'Speech', kind: 'speech-recognition' },
]
const asked: unknown[] = []
const server = setupServer(
  http.get('*/api/v1/models', () => HttpResponse.json({ results: models })),
  http.post('*/api/v1/predictions/:id/retry', async ({ request }) => {
    asked.push(await request.json())
    return HttpResponse.json(aPrediction({ id: 'other', status: 'queued', output: null }), { status: 202 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  asked.length = 0
})
afterAll(() => server.close())

test.each([
  ['knows nothing like it', { score: 0.978, familiar: 0.003, outside: true }],
  ['is not sure', { score: 0.4, familiar: 0.8, outside: false }],
])('where one model %s, another one that reads pictures is a press away', async (_, { score, ...known }) => {
  const output = { labels: [{ label: 'dog', index: 5, score }], ...known }
  await renderPage(<PredictionCard prediction={aPrediction({ output })} />)
  const offered = await screen.findAllByRole('button', { name: /^Ask / })
  expect(offered.map((one) => one.textContent.trim())).toEqual(['Ask Lite0'])
  await userEvent.click(screen.getByRole('button', { name: 'Ask Lite0' }))
  expect(asked).toEqual([{ model: 'lite0' }])
})

test('where the model is sure nothing else is offered', async () => {
  await renderPage(<PredictionCard prediction={aPrediction()} />)
  expect(screen.queryByRole('button', { name: /^Ask / })).toBeNull()
})
