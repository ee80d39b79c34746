import { fireEvent, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Explanation } from '@/api/types'
import { prediction } from '@/testing/prediction-pages'
import { renderPage } from '@/testing/render-page'
import { LookedAt } from './looked-at'

const values = [
  [1, 0],
  [0.5, 0],
]
const nothing = [
  [0, 0],
  [0, 0],
]
const known: Explanation = {
  prediction: prediction(1).id,
  status: 'succeeded',
  progress: 1,
  error: null,
  created_at: prediction(1).created_at,
  completed_at: prediction(1).created_at,
  result: {
    method: 'activation',
    area: { left: 0.25, top: 0, width: 0.5, height: 1 },
    maps: [
      { label: 'cat', values },
      { label: 'dog', values: nothing },
    ],
  },
}
const shown = prediction(1, { answer: { label: 'cat', by: 'model' } })
const said: string[] = []
let answers: Partial<Explanation>[] = []
const next = () => HttpResponse.json({ ...known, ...(answers.length > 1 ? answers.shift() : answers[0]) })
const server = setupServer(
  http.post('*/api/v1/predictions/:id/explanation', () => {
    said.push('ask')
    return next()
  }),
  http.get('*/api/v1/predictions/:id/explanation', () => {
    said.push('read')
    return next()
  }),
  http.delete('*/api/v1/predictions/:id/explanation', () => {
    said.push('stop')
    return new HttpResponse(null, { status: 204 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  said.length = 0
})
afterAll(() => server.close())

test('what speaks for the answer is told, and of another label when it is chosen', async () => {
  answers = [{}]
  await renderPage(<LookedAt prediction={shown} onStop={vi.fn()} />)
  await screen.findByRole('img', { name: /“cat” is mostly on the left/ })
  screen.getByText(/The bright parts speak for “cat”/)
  screen.getByText(/only what is inside the frame/)
  screen.getByRole('combobox', { name: 'Label' }).focus()
  await userEvent.keyboard('{Enter}')
  await screen.findByRole('option', { name: 'dog' })
  await userEvent.keyboard('{ArrowDown}{Enter}')
  screen.getByText(/No part of the picture speaks for “dog”/)
  expect(said).toEqual(['ask'])
})

test('the shade is as dark as one wants it', async () => {
  answers = [{}]
  await renderPage(<LookedAt prediction={shown} onStop={vi.fn()} />)
  const picture = await screen.findByRole('img', { name: /mostly/ })
  fireEvent.change(screen.getByRole('slider', { name: 'How strong' }), { target: { value: '0.3' } })
  expect(picture.querySelector('canvas')?.style.opacity).toBe('0.3')
})

test('while it is found out one sees how far it is, and may stop it', async () => {
  answers = [
    { status: 'queued', progress: 0, result: null },
    { status: 'processing', progress: 0.4, result: null },
  ]
  const onStop = vi.fn()
  await renderPage(<LookedAt prediction={shown} onStop={onStop} />)
  await screen.findByText('In line for a worker …')
  await screen.findByText('Finding out what it looked at …', {}, { timeout: 4000 })
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40')
  expect(said).toEqual(['ask', 'read'])
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
  expect(onStop).toHaveBeenCalled()
  await vi.waitFor(() => expect(said).toContain('stop'))
})

test('one that failed says why, and is asked for again', async () => {
  answers = [{ status: 'failed', error: 'The picture is no longer in storage.', result: null }, {}]
  await renderPage(<LookedAt prediction={shown} onStop={vi.fn()} />)
  await screen.findByText('The picture is no longer in storage.')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('img', { name: /mostly on the left/ })
  expect(said).toEqual(['ask', 'ask'])
})
