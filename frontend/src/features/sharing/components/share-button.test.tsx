import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Link } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { isReachable } from '../reachable'
import { ShareButton } from './share-button'

vi.mock('../reachable', () => ({ isReachable: vi.fn(() => true) }))

const link: Link = {
  id: 7,
  name: 'tea fair',
  owner: 'ada',
  created_at: '2026-12-01T10:00:00Z',
  expires_at: '2999-12-08T10:00:00Z',
  revoked_at: null,
  most_a_day: 100,
  uses: 12,
  uses_today: 3,
  last_used_at: '2026-12-01T10:00:00Z',
}
let links: Link[] = []
let mayShare = true
let origin: string | null = null
const made: unknown[] = []
const server = setupServer(
  http.get('*/api/v1/models/cups/links', () => HttpResponse.json({ results: links, may_share: mayShare })),
  http.post('*/api/v1/models/cups/links', async ({ request }) => {
    made.push(await request.json())
    links = [link]
    return HttpResponse.json({ ...link, path: '/s#a-token', origin }, { status: 201 })
  }),
  http.delete('*/api/v1/models/cups/links/7', () => {
    links = [{ ...link, revoked_at: '2026-12-01T11:00:00Z' }]
    return new HttpResponse(null, { status: 204 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  links = []
  mayShare = true
  origin = null
  vi.mocked(isReachable).mockReturnValue(true)
  made.length = 0
})
afterAll(() => server.close())

async function open() {
  await renderPage(<ShareButton model={{ slug: 'cups', title: 'Two cups' }} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Share' }))
  return within(await screen.findByRole('dialog'))
}

test('a first link is made, and shown as an address and as a code', async () => {
  const dialog = await open()
  await userEvent.clear(dialog.getByLabelText('Name'))
  await userEvent.type(dialog.getByLabelText('Name'), 'tea fair')
  await userEvent.click(dialog.getByRole('button', { name: 'Make the link' }))
  expect((await dialog.findByTestId('link')).textContent).toBe('http://slipway.test/s#a-token')
  expect(dialog.getByRole('img', { name: 'The link as a QR code' })).toBeTruthy()
  expect(made).toEqual([{ name: 'tea fair', hours: 168, most_a_day: 100 }])
})

describe('at an address that means this computer alone', () => {
  const make = async () => {
    vi.mocked(isReachable).mockReturnValue(false)
    const dialog = await open()
    await userEvent.click(dialog.getByRole('button', { name: 'Make the link' }))
    await dialog.findByTestId('link')
    return dialog
  }

  test('no code is shown, but what to do', async () => {
    const dialog = await make()
    expect(dialog.queryByRole('img')).toBeNull()
    expect(dialog.getByText('A phone cannot open this address')).toBeTruthy()
    expect(dialog.getByText('SLIPWAY_HOST=0.0.0.0 make run')).toBeTruthy()
  })

  test('the link has the address by which others reach it, where the server knows it', async () => {
    origin = 'http://192.168.1.5:8000'
    const dialog = await make()
    expect(dialog.getByTestId('link').textContent).toBe('http://192.168.1.5:8000/s#a-token')
    expect(dialog.getByRole('img', { name: 'The link as a QR code' })).toBeTruthy()
    expect(dialog.getByText(/in the same network as this computer/)).toBeTruthy()
  })
})

test('what a link was used for stands beside it, and pressing ends it', async () => {
  links = [link]
  const dialog = await open()
  expect(dialog.getByText('12 files')).toBeTruthy()
  expect(dialog.getByText('3 of 100 today')).toBeTruthy()
  await userEvent.click(dialog.getByRole('button', { name: 'End the link “tea fair”' }))
  expect(await dialog.findByText('ended')).toBeTruthy()
  expect(dialog.queryByRole('button', { name: /^End the link/ })).toBeNull()
})

test('who may not share a model is not asked to', async () => {
  mayShare = false
  await renderPage(<ShareButton model={{ slug: 'cups', title: 'Two cups' }} />)
  await new Promise((later) => setTimeout(later, 50))
  expect(screen.queryByRole('button')).toBeNull()
})
