import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Prediction } from '@/api/types'
import { aPrediction, aTranscript } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { CardActions } from './card-actions'

const sent: string[] = []
const server = setupServer(
  http.post('*/api/v1/predictions/:id/:action', ({ params }) => {
    sent.push(`${String(params.action)} ${String(params.id)}`)
    return HttpResponse.json(aPrediction())
  }),
  http.put('*/api/v1/predictions/:id/feedback', async ({ params, request }) => {
    sent.push(`feedback ${String(params.id)} ${await request.text()}`)
    return HttpResponse.json(aPrediction())
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => sent.splice(0))
afterAll(() => server.close())

const show = (prediction: Prediction) => renderPage(<CardActions prediction={prediction} onEdit={vi.fn()} />)
const names = () =>
  screen.getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent.trim())
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

async function more(item?: string) {
  await press('More actions')
  const items = screen.getAllByRole('menuitem')
  if (item) await userEvent.click(screen.getByRole('menuitem', { name: item }))
  return items.map((one) => one.textContent.trim())
}

test('what waits is canceled', async () => {
  await show(aPrediction({ id: 'a', status: 'queued', output: null }))
  expect(names()).toEqual(['Cancel', 'More actions'])
  await press('Cancel')
  await waitFor(() => expect(sent).toEqual(['cancel a']))
})

test.each(['failed', 'canceled'] as const)('what has %s runs again', async (status) => {
  await show(aPrediction({ id: 'a', status, output: null }))
  expect(names()).toEqual(['Run again', 'More actions'])
  await press('Run again')
  await waitFor(() => expect(sent).toEqual(['retry a']))
})

test('an answer is confirmed, or asked for once more', async () => {
  const picture = aPrediction({ id: 'a' })
  await show(picture)
  expect(names()).toEqual(['Wrong?', 'Copy', 'More actions'])
  await more('This is right')
  await waitFor(() => expect(sent).toEqual(['feedback a {"correct":true}']))
  await more('Run again')
  await waitFor(() => expect(sent).toContain('retry a'))
})

test('a text comes as subtitles too, a picture does not', async () => {
  const { unmount } = await show(aPrediction())
  expect(await more()).toEqual(['Details', 'Download JSON', 'This is right', 'Run again', 'Delete'])
  unmount()
  await show(aTranscript({ id: 'b' }))
  await more()
  const subtitles = screen.getByRole('menuitem', { name: 'Download subtitles (.vtt)' })
  expect(subtitles.getAttribute('href')).toBe('/api/v1/predictions/b/transcript?format=vtt')
})
