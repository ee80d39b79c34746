import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import type { Correction, CorrectionState } from '../types'
import { CorrectionsPage } from './corrections-page'

const correction: Correction = {
  prediction: 'p1',
  kind: 'image-classification',
  model: 'pets/versions/2',
  name: 'boat.jpg',
  by: 'grace',
  at: '2026-11-22T10:00:00Z',
  given: 'cat',
  said: 'ship',
  state: 'pending',
  answer: null,
  reviewed_by: null,
  url: '/boat.jpg',
}
let shown: Correction[] = [correction]
const asked: (string | null)[] = []
const sent: unknown[] = []
const server = setupServer(
  http.get('*/api/v1/corrections', ({ request }) => {
    asked.push(new URL(request.url).searchParams.get('state'))
    return HttpResponse.json({ results: shown, counts: { pending: 1, accepted: 4, rejected: 0 } })
  }),
  http.put('*/api/v1/corrections/:id', async ({ params, request }) => {
    sent.push([params.id, await request.json()])
    return HttpResponse.json(correction)
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  shown = [correction]
  asked.length = sent.length = 0
})
afterAll(() => server.close())

async function show(state: CorrectionState = 'pending') {
  const onState = vi.fn()
  await renderPage(<CorrectionsPage state={state} onState={onState} />)
  await screen.findByText('grace said')
  return onState
}
const accept = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Accept boat.jpg' })

test('a correction is accepted as it was said', async () => {
  await show()
  expect(asked).toEqual(['pending'])
  await userEvent.click(accept())
  await waitFor(() => expect(sent).toEqual([['p1', { state: 'accepted', answer: 'ship' }]]))
  // What is left to look over is read anew.
  await waitFor(() => expect(asked).toEqual(['pending', 'pending']))
})

test('a correction is accepted as the operator changed it', async () => {
  await show()
  await userEvent.clear(screen.getByLabelText('Right answer'))
  expect(accept().disabled).toBe(true)
  await userEvent.type(screen.getByLabelText('Right answer'), ' truck ')
  await userEvent.click(accept())
  await waitFor(() => expect(sent).toEqual([['p1', { state: 'accepted', answer: 'truck' }]]))
})

test('a correction is rejected without an answer', async () => {
  await show()
  await userEvent.click(screen.getByRole('button', { name: 'Reject boat.jpg' }))
  await waitFor(() => expect(sent).toEqual([['p1', { state: 'rejected' }]]))
})

test('what was rejected can only be accepted', async () => {
  shown = [{ ...correction, state: 'rejected' }]
  await show('rejected')
  expect(asked).toEqual(['rejected'])
  expect(screen.queryByRole('button', { name: 'Reject boat.jpg' })).toBeNull()
})

test('the states say how many each has, and are chosen', async () => {
  const onState = await show()
  await userEvent.click(screen.getByRole('radio', { name: 'Accepted (4)' }))
  expect(onState).toHaveBeenCalledWith('accepted')
})
