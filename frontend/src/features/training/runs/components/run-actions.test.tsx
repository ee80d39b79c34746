import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aJob, aRun } from '@/testing/training'
import { RunActions } from './run-actions'

const sent: string[] = []
const server = setupServer(
  http.post('*/api/v1/runs/:id/:action', async ({ params, request }) => {
    const body = await request.text()
    sent.push([params.action, params.id, body].join(' ').trim())
    return HttpResponse.json(aRun())
  }),
  http.delete('*/api/v1/runs/:id', ({ params }) => {
    sent.push(`delete ${String(params.id)}`)
    return new HttpResponse(null, { status: 204 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => sent.splice(0))
afterAll(() => server.close())

const show = (job: Parameters<typeof aJob>[0], step = 30) =>
  renderPage(<RunActions run={aRun({ step, job: aJob({ work: 'train', ...job }) })} />)
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))
const button = (name: string) => screen.queryByRole<HTMLButtonElement>('button', { name })

test('a run that trains is paused, or canceled once that is confirmed', async () => {
  await show({ status: 'running' })
  await press('Pause')
  await waitFor(() => expect(sent).toEqual(['pause 7']))
  await press('Cancel')
  expect(sent).toEqual(['pause 7'])
  await press('Cancel the run')
  await waitFor(() => expect(sent).toEqual(['pause 7', 'cancel 7']))
})

test('what it was asked to do is not asked twice', async () => {
  await show({ status: 'running', wish: 'cancel' })
  expect([button('Pause')?.disabled, button('Cancel')?.disabled]).toEqual([true, true])
})

test('a paused run is resumed', async () => {
  await show({ status: 'paused' })
  expect(button('Pause')).toBeNull()
  await press('Resume')
  await waitFor(() => expect(sent).toEqual(['resume 7']))
})

test('a run that failed goes on from its checkpoint, or is tried again where there is none', async () => {
  const { unmount } = await show({ status: 'failed' })
  await press('Continue')
  await waitFor(() => expect(sent).toEqual(['retry 7']))
  unmount()
  await show({ status: 'failed' }, 0)
  expect(button('Try again')).toBeTruthy()
})

test('a run that is done becomes a version under the name that is given', async () => {
  await show({ status: 'succeeded' })
  await press('Register as version')
  const name = screen.getByLabelText('Name of the model')
  await userEvent.clear(name)
  await userEvent.type(name, 'animals')
  await press('Register')
  await waitFor(() => expect(sent).toEqual(['register 7 {"slug":"animals"}']))
})

test('a run is deleted once that is confirmed', async () => {
  await show({ status: 'canceled' })
  await press('Delete')
  await press('Keep it')
  expect(sent).toEqual([])
  await press('Delete')
  await userEvent.click(screen.getAllByRole('button', { name: 'Delete' }).at(-1)!)
  await waitFor(() => expect(sent).toEqual(['delete 7']))
})
