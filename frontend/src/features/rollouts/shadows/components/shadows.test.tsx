import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Difference, Model, Shadow } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { differingWords } from '../differing-words'
import { ComparePage } from './compare-page'
import { Shadows } from './shadows'

const model = {
  slug: 'resnet',
  aliases: { production: 1 },
  versions: [{ number: 2 }, { number: 1 }],
} as unknown as Model
const votes = { candidate: 0, production: 0, both: 0, neither: 0, candidate_evidence: 1, production_evidence: 1 }
const shadow: Shadow = {
  id: '0199',
  model: 'resnet',
  production: 1,
  candidate: 2,
  by: 'ada',
  reason: '',
  created_at: '2026-12-01T10:00:00Z',
  ended_at: null,
  ended_by: null,
  end_reason: '',
  figures: {
    seen: 430,
    mirrored: 412,
    same: 380,
    different: 30,
    failed: 2,
    agreement: { share: 0.927, low: 0.88, high: 0.96 },
    votes,
  },
}
const difference = (id: number): Difference => ({
  id,
  kind: 'image-classification',
  name: `${id}.png`,
  url: `/api/v1/shadows/0199/differences/${id}/file`,
  left: 'dog',
  right: `cat ${id}`,
  choice: null,
  by: null,
  candidate: null,
  created_at: '2026-12-01T10:00:00Z',
})

let shadows: Shadow[] = []
let open: Difference[] = []
const asked: string[] = []
const server = setupServer(
  http.get('*/api/v1/shadows', () => HttpResponse.json({ results: shadows, next: null })),
  http.get('*/api/v1/shadows/0199/differences', () => HttpResponse.json({ results: open, next: null })),
  http.put('*/api/v1/shadows/0199/differences/:id/vote', async ({ params, request }) => {
    const { choice } = (await request.json()) as { choice: Difference['choice'] }
    const id = Number(params.id)
    asked.push(`${id} ${choice}`)
    open = open.filter((one) => one.id !== id)
    return HttpResponse.json({ ...difference(id), choice, by: 'ada', candidate: 'left' })
  }),
  http.delete('*/api/v1/shadows/0199/differences/:id/vote', ({ params }) => {
    const id = Number(params.id)
    asked.push(`${id} undone`)
    open = [difference(id), ...open]
    return HttpResponse.json(difference(id))
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  shadows = [shadow]
  open = [difference(1), difference(2)]
  asked.length = 0
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

test('the model page says how much was mirrored, how often both agree, and what people voted', async () => {
  await renderPage(<Shadows model={model} />)
  expect(await screen.findByText('Version 2 answers beside version 1')).toBeTruthy()
  expect(screen.getByText(/^412 of 430 mirrored/)).toBeTruthy()
  expect(screen.getByText('92.7 % of the answers are the same (88.0 % to 96.0 %)')).toBeTruthy()
  expect(screen.getByText('It failed on 2 files.')).toBeTruthy()
  expect(screen.getByText('Nobody has chosen one of the two yet.')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Compare the answers' })).toBeTruthy()
})

test('a few votes may be chance, many one-sided ones are not', async () => {
  const told = (candidate: number, production: number, evidence: number): Shadow => ({
    ...shadow,
    figures: { ...shadow.figures, votes: { ...votes, candidate, production, candidate_evidence: evidence } },
  })
  shadows = [told(2, 1, 1.4)]
  const view = await renderPage(<Shadows model={model} />)
  expect(await screen.findByText(/^Version 2: 2 votes, version 1: 1\. That may still be chance/)).toBeTruthy()
  view.unmount()
  shadows = [told(14, 2, 65.9)]
  await renderPage(<Shadows model={model} />)
  expect(await screen.findByText(/^People find version 2 better, 14 to 2\. .* one of 65 comparisons\.$/)).toBeTruthy()
})

test('two keys vote, and only then it is told which version it was; a third takes it back', async () => {
  await renderPage(<ComparePage slug="resnet" />)
  expect(await screen.findByRole('button', { name: 'Right is better: cat 1' })).toBeTruthy()
  expect(screen.getByRole('status').textContent).toBe('')
  await userEvent.keyboard('f')
  expect(await screen.findByText('You chose version 2, not 1.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Right is better: cat 2' })).toBeTruthy()
  await userEvent.keyboard('u')
  expect(await screen.findByRole('button', { name: 'Right is better: cat 1' })).toBeTruthy()
  await userEvent.keyboard('j')
  expect(await screen.findByText('You chose version 1, not 2.')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Both are fine' }))
  expect(await screen.findByText('Nothing is left to compare')).toBeTruthy()
  expect(asked).toEqual(['1 left', '1 undone', '1 right', '2 both'])
})

test('a version is let answer beside production, with a reason', async () => {
  shadows = []
  let sent: unknown
  server.use(
    http.post('*/api/v1/models/resnet/shadows', async ({ request }) => {
      sent = await request.json()
      shadows = [shadow]
      return HttpResponse.json(shadow, { status: 201 })
    }),
  )
  await renderPage(<Shadows model={model} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Compare unseen' }))
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.type(dialog.getByRole('textbox', { name: 'Why' }), 'Trained on March')
  await userEvent.click(dialog.getByRole('button', { name: 'Compare unseen' }))
  expect(await screen.findByText('Version 2 answers beside version 1')).toBeTruthy()
  expect(sent).toEqual({ version: 2, reason: 'Trained on March' })
})

test('of two texts the words that differ stand out', () => {
  expect(differingWords('seven of clubs', 'seven off clubs')).toEqual([
    ['seven', 'of', 'clubs'],
    ['seven', 'off', 'clubs'],
  ])
  expect(differingWords('cat', 'dog')).toEqual([
    ['', 'cat', ''],
    ['', 'dog', ''],
  ])
  expect(differingWords('one one', 'one')[0]).toEqual(['one', 'one', ''])
})
