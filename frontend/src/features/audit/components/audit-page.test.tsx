import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { AuditEntry, AuditVerdict } from '@/api/types'
import { frameHandlers, renderApp } from '@/testing/render-app'

const entry: AuditEntry = {
  id: 7,
  at: '2026-12-01T10:00:00Z',
  event: 'alias_moved',
  by: 'ada',
  address: '10.0.0.1',
  key: null,
  request_id: 'r1',
  facts: { alias: 'resnet@production', version: 3 },
  number: 7,
  digest: 'f'.repeat(64),
  is_whole: true,
}
let rows: AuditEntry[]
let verdict: AuditVerdict
const asked: URLSearchParams[] = []
const server = setupServer(
  ...frameHandlers(),
  http.get('*/api/v1/operations/audit', ({ request }) => {
    asked.push(new URL(request.url).searchParams)
    return HttpResponse.json({ results: rows, next: null })
  }),
  http.post('*/api/v1/operations/audit/verification', () => HttpResponse.json(verdict)),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  rows = [entry]
  verdict = { is_whole: true, checked: 7, number: 7, digest: 'f'.repeat(64), waiting: 0, fault: null }
  asked.length = 0
})
afterEach(() => {
  server.resetHandlers()
  vi.unstubAllGlobals()
})
afterAll(() => server.close())

test('who did what to what, and an event that is not known by its name', async () => {
  rows = [entry, { ...entry, id: 8, event: 'moon_landed', by: '' }]
  await renderApp('/operations/audit')
  const items = await screen.findAllByText(/resnet@production/)
  expect(items).toHaveLength(2)
  const list = within(screen.getByRole('list', { name: 'Entries, newest first' }))
  expect(list.getByText('moved an alias')).toBeTruthy()
  expect(screen.getByText('moon_landed')).toBeTruthy()
  expect(screen.getByText('nobody')).toBeTruthy()
  expect(screen.queryByText('Changed afterwards')).toBeNull()
})

test('filters stand in the address, and the files are of what is shown', async () => {
  const { address } = await renderApp('/operations/audit?by=ada')
  await userEvent.type(await screen.findByLabelText('In what it was done to'), 'resnet')
  await userEvent.click(screen.getByRole('button', { name: 'Filter' }))
  await waitFor(() => expect(address()).toBe('/operations/audit?by=ada&q=resnet'))
  await waitFor(() => expect(asked.at(-1)?.get('q')).toBe('resnet'))
  expect(screen.getByRole('link', { name: 'As CSV' }).getAttribute('href')).toBe(
    '/api/v1/operations/audit/export?by=ada&q=resnet&format=csv',
  )
})

test('the check says that all is whole, with what to write down', async () => {
  await renderApp('/operations/audit')
  await userEvent.click(await screen.findByRole('button', { name: 'Check the chain' }))
  expect(await screen.findByText('The chain is whole: 7 entries agree with their digests.')).toBeTruthy()
  expect(screen.getByText(`7:${'f'.repeat(64)}`)).toBeTruthy()
})

test('the check says what is wrong, and the row says it of itself', async () => {
  rows = [{ ...entry, is_whole: false }]
  verdict = { ...verdict, is_whole: false, checked: 6, fault: 'Entry 7 is not what was written.' }
  await renderApp('/operations/audit')
  expect(await screen.findByText('Changed afterwards')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Check the chain' }))
  expect(await screen.findByText(/Entry 7 is not what was written\./)).toBeTruthy()
})
