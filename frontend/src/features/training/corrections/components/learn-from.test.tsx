import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import type { Learner } from '../types'
import { LearnFrom } from './learn-from'

const lacking = '3 accepted corrections are too few, 10 are needed.'
const learner: Learner = {
  model: 'cats',
  parent: 'cats/versions/2',
  kind: 'image-classification',
  count: 3,
  lacking,
  mixable: [],
}
const mixable = [{ data_set: 'pets', version: 4, title: 'Pets' }]
let found: Learner[] = []
let asked: unknown = null

const server = setupServer(
  http.get('*/api/v1/corrections/learners', () => HttpResponse.json({ results: found })),
  http.post('*/api/v1/corrections/run', async ({ request }) => {
    asked = await request.json()
    return HttpResponse.json(
      {
        code: 'conflict',
        status: 409,
        title: '',
        detail: 'There is one already.',
        errors: [{ pointer: '/slug', detail: 'There is one already.' }],
      },
      { status: 409 },
    )
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked = null
})
afterAll(() => server.close())

test('a model with too few corrections cannot be taught, and the reason stands there', async () => {
  found = [learner]
  await renderPage(<LearnFrom />)
  expect(await screen.findByText(lacking)).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Teach cats' }).disabled).toBe(true)
})

test('few corrections are taught beside a set that the model knows, and a taken name is told at its field', async () => {
  found = [{ ...learner, mixable }]
  await renderPage(<LearnFrom />)
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Teach cats' }))
  expect(screen.getByRole('combobox', { name: 'Mix in' }).textContent).toBe('Pets, v4')
  const name = screen.getByRole('textbox')
  await user.clear(name)
  await user.type(name, 'from-users')
  await user.click(screen.getByRole('button', { name: 'Freeze and train' }))
  await waitFor(() =>
    expect(asked).toEqual({ slug: 'from-users', parent: 'cats/versions/2', data_set: 'pets', version: 4 }),
  )
  expect(await screen.findByText('There is one already.')).toBeTruthy()
})
