import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Drift as Seen, Model } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { Drift } from './drift'

const model = { slug: 'resnet', aliases: { production: 2 } } as unknown as Model
const seen: Seen = {
  is_watched: true,
  validation_items: 2000,
  validation_accuracy: 0.923,
  alarm_at: 200,
  answers: 500,
  seen_at: '2026-12-01T10:20:00Z',
  evidence: 41234,
  drifting_since: '2026-12-01T10:10:00Z',
  since: '2026-12-01T10:00:00Z',
  estimate: { share: 0.787, low: 0.721, high: 0.852, answers: 200 },
  judged: { share: 0.77, low: 0.678, high: 0.842, answers: 100 },
  figures: [
    {
      name: 'sharpness',
      evidence: 41234,
      raises_alarm: true,
      parts: [
        { label: null, from: null, to: 0.0123, usual: 0.1, now: 0.9 },
        { label: null, from: 0.0123, to: null, usual: 0.9, now: 0.1 },
      ],
    },
    {
      name: 'label',
      evidence: 0.4,
      raises_alarm: true,
      parts: [{ label: 'cat', from: null, to: null, usual: 0.1, now: 0.3 }],
    },
    { name: 'width', evidence: 1, raises_alarm: false, parts: [] },
    { name: 'hue', evidence: 0.2, raises_alarm: true, parts: [] },
  ],
  windows: [],
  odd: [
    {
      id: '0199',
      owner: 'ada',
      name: 'blurred.png',
      created_at: '2026-12-01T10:15:00Z',
      label: 'cat',
      confidence: 0.51,
      familiar: 0.01,
      traits: {},
    },
  ],
}

let answer: Seen = seen
const asked: string[] = []
const server = setupServer(
  http.get('*/api/v1/models/:slug/versions/:number/drift', ({ params }) => {
    asked.push(`${String(params.slug)} ${String(params.number)}`)
    return HttpResponse.json(answer)
  }),
)
beforeAll(() => server.listen())
afterEach(() => {
  answer = seen
  asked.length = 0
})
afterAll(() => server.close())

test('what has changed is said, with the estimate beside what people judged', async () => {
  await renderPage(<Drift model={model} />)
  expect(await screen.findByText(/Changed since .+: 41\.2K to 1/)).toBeTruthy()
  expect(asked).toEqual(['resnet 2'])
  const right = (name: string) => within(screen.getByText(name).parentElement ?? document.body)
  expect(right('Estimated').getByText(/^78\.7\s%$/u)).toBeTruthy()
  expect(right('Estimated').getByText(/72\.1\s% to 85\.2\s%, of 200 answers/)).toBeTruthy()
  expect(right('As people judged').getByText(/^77\.0\s%$/u)).toBeTruthy()
  expect(right('When it was validated').getByText(/^92\.3\s%$/u)).toBeTruthy()
  expect(screen.getByText('blurred.png')).toBeTruthy()
})

test('each figure is a table that can be read aloud, in the words of its values', async () => {
  await renderPage(<Drift model={model} />)
  const table = await screen.findByRole('table', { name: /Sharpness 41\.2K to 1/ })
  const cells = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent.replace(/\s/gu, ' ')))
  expect(cells).toEqual([
    ['below 0.0123', '10 %', '90 %'],
    ['0.0123 and more', '90 %', '10 %'],
  ])
  expect(screen.getByText('1 other figure')).toBeTruthy()
  expect(screen.getByText('hue')).toBeTruthy()
})

test('while all is as usual nothing warns', async () => {
  answer = { ...seen, drifting_since: null, evidence: 0.01, judged: null, odd: [] }
  await renderPage(<Drift model={model} />)
  expect(await screen.findByText('As what it was validated on, as far as 500 answers tell.')).toBeTruthy()
  expect(screen.getByText('Nobody has judged any')).toBeTruthy()
  expect(screen.queryByText(/oddest/)).toBeNull()
})

test('a version that keeps nothing to compare with says so', async () => {
  answer = { ...seen, is_watched: false }
  await renderPage(<Drift model={model} />)
  expect(await screen.findByText(/Version 2 keeps nothing to hold its answers against/)).toBeTruthy()
})
