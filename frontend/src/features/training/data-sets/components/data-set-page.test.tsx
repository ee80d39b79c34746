import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aDataSet, aJob } from '@/testing/training'
import type { Freeze } from '../types'
import { DataSetPage } from './data-set-page'

let asked: Freeze | null = null

const server = setupServer(
  http.get('*/api/v1/trainer', () => HttpResponse.json({ trainers: 0, device: null, waiting: 0, advice: '' })),
  http.get('*/api/v1/data-sets/cats', () => HttpResponse.json(aDataSet())),
  http.post('*/api/v1/data-sets/cats/freeze', async ({ request }) => {
    asked = (await request.json()) as Freeze
    return HttpResponse.json(aDataSet({ job: aJob({ work: 'freeze', status: 'queued' }) }), { status: 202 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked = null
})
afterAll(() => server.close())

test('a set with broken files is frozen once they are left out, and then waits in words', async () => {
  await renderPage(<DataSetPage slug="cats" />)
  const user = userEvent.setup()
  expect(await screen.findByText('2 files cannot be read.', { selector: 'p' })).toBeTruthy()
  expect(screen.getByText('Replace them, or leave them out when you freeze, below.')).toBeTruthy()
  expect(screen.getByRole('img', { name: 'cat' })).toBeTruthy()
  const freeze = screen.getByRole<HTMLButtonElement>('button', { name: 'Freeze as version 1' })
  expect(freeze.disabled).toBe(true)
  await user.click(screen.getByRole('checkbox', { name: /2 files cannot be read/ }))
  expect(freeze.disabled).toBe(false)
  await user.type(screen.getByLabelText('Licence'), 'CC0')
  const test = screen.getByLabelText('Test, %')
  await user.clear(test)
  await user.type(test, '20')
  await user.click(freeze)
  const question = within(screen.getByRole('dialog', { name: 'Are these the classes?' }))
  expect(question.getAllByRole('img').length).toBeGreaterThan(0)
  expect(asked).toBeNull()
  await user.click(question.getByRole('button', { name: 'Freeze as version 1' }))
  expect(await screen.findByText('Waiting for a trainer.')).toBeTruthy()
  expect(asked).toEqual({
    seed: 1,
    splitting: 'source',
    validation: 0.1,
    test: 0.2,
    exclude: ['unreadable'],
    title: 'Cats',
    licence: 'CC0',
  })
})

test('a set of corrections says how many of its files their senders have deleted', async () => {
  server.use(http.get('*/api/v1/data-sets/cats', () => HttpResponse.json(aDataSet({ deleted_since: 3 }))))
  await renderPage(<DataSetPage slug="cats" />)
  expect(await screen.findByText('3 of its files were deleted by those who sent them')).toBeTruthy()
})
