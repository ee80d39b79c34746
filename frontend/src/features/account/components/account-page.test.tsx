import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { apiKeysQuery } from '@/api/api-keys'
import type { components } from '@/api/generated/schema'
import type { ApiKey } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import type { KeyForm } from '../key-form'
import { AccountPage } from './account-page'

type Storage = components['schemas']['Storage']

const SECRET = 'slip_ab12cd34_0123456789'
const old: ApiKey = {
  id: 1,
  name: 'old script',
  prefix: 'slip_00000000',
  scopes: ['predict'],
  expires_at: null,
  last_used_at: null,
  created_at: '2026-11-01T10:00:00Z',
}
let keys: ApiKey[] = []
let made: KeyForm | null = null
let is_staff = false
const unlimited = { files: 2, bytes: 3 * 1024 ** 2, max_files: null, max_bytes: null }
let storage: Storage = unlimited
const server = setupServer(
  http.get('*/api/v1/session', () =>
    HttpResponse.json({ user: { id: 1, username: 'ada', is_staff, date_joined: '2026-11-01T10:00:00Z' } }),
  ),
  http.get('*/api/v1/me/storage', () => HttpResponse.json(storage)),
  http.get('*/api/v1/api-keys', () => HttpResponse.json({ results: keys })),
  http.post('*/api/v1/api-keys', async ({ request }) => {
    made = (await request.json()) as KeyForm
    return HttpResponse.json({ ...old, id: 2, ...made, prefix: 'slip_ab12cd34', key: SECRET }, { status: 201 })
  }),
  http.delete('*/api/v1/api-keys/1', () => new HttpResponse(null, { status: 204 })),
  http.post('*/api/v1/me/password', async ({ request }) => {
    const { new_password } = (await request.json()) as { new_password: string }
    if (new_password !== '12345678') return new HttpResponse(null, { status: 204 })
    const errors = [{ pointer: '/new_password', detail: 'This password is too common.' }]
    return HttpResponse.json(
      { code: 'invalid_request', status: 400, title: '', detail: 'Some fields are wrong.', errors },
      { status: 400 },
    )
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  keys = []
  is_staff = false
  storage = unlimited
})
afterAll(() => server.close())

test('a key is shown once, and the window does not close by accident before it is kept', async () => {
  const { client } = await renderPage(<AccountPage onSignOut={vi.fn()} />)
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'New key' }))
  await user.type(screen.getByLabelText('Name'), 'laptop')
  await user.click(screen.getByRole('button', { name: 'Create the key' }))
  expect(await screen.findByText(SECRET)).toBeTruthy()
  expect(made).toMatchObject({ name: 'laptop', scopes: ['predict'] })
  await user.keyboard('{Escape}')
  expect(screen.getByText('Close without the key?')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'I have saved it' }))
  expect(screen.queryByText(SECRET)).toBeNull()
  expect(await screen.findByText('slip_ab12cd34…')).toBeTruthy()
  expect(JSON.stringify(client.getQueryData(apiKeysQuery.queryKey))).not.toContain(SECRET)
})

test('only staff are offered a key that may do everything', async () => {
  const first = await renderPage(<AccountPage onSignOut={vi.fn()} />)
  await userEvent.click(await screen.findByRole('button', { name: 'New key' }))
  expect(screen.getAllByRole('checkbox')).toHaveLength(2)
  first.unmount()
  is_staff = true
  await renderPage(<AccountPage onSignOut={vi.fn()} />)
  await userEvent.click(await screen.findByRole('button', { name: 'New key' }))
  expect(screen.getAllByRole('checkbox')).toHaveLength(3)
})

test('a key is deleted only after a second yes', async () => {
  keys = [old]
  await renderPage(<AccountPage onSignOut={vi.fn()} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Delete the key old script' }))
  expect(screen.getByText('slip_00000000…')).toBeTruthy()
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete the key' }))
  await waitFor(() => expect(screen.getByText('No keys yet')).toBeTruthy())
})

async function changePassword(next: string, again = next) {
  await userEvent.type(await screen.findByLabelText('Current password'), 'old password')
  await userEvent.type(screen.getByLabelText('New password'), next)
  await userEvent.type(screen.getByLabelText('Repeat the new password'), again)
  await userEvent.click(screen.getByRole('button', { name: 'Change the password' }))
}

test('the sentence about a refused password stands at its field', async () => {
  await renderPage(<AccountPage onSignOut={vi.fn()} />)
  await changePassword('12345678')
  expect(await screen.findByText('This password is too common.')).toBeTruthy()
  expect(screen.getByLabelText('New password').getAttribute('aria-invalid')).toBe('true')
})

test('two different new passwords are not sent', async () => {
  await renderPage(<AccountPage onSignOut={vi.fn()} />)
  await changePassword('a long secret', 'a long secrte')
  expect(screen.getByText('The two new passwords do not match.')).toBeTruthy()
  expect(screen.queryByText('Your password was changed.')).toBeNull()
})

test('a changed password is confirmed and the fields are empty again', async () => {
  await renderPage(<AccountPage onSignOut={vi.fn()} />)
  await changePassword('a long secret')
  expect(await screen.findByText('Your password was changed.')).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('')
})

test('what is kept is said, and where there is a limit how much of it', async () => {
  const first = await renderPage(<AccountPage onSignOut={vi.fn()} />)
  expect(await screen.findByText('2 files, 3 MB')).toBeTruthy()
  first.unmount()
  storage = { ...unlimited, max_files: 4 }
  await renderPage(<AccountPage onSignOut={vi.fn()} />)
  expect(await screen.findByText('2 files of 4 files')).toBeTruthy()
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50')
})

test('only staff find the way to the people', async () => {
  const first = await renderPage(<AccountPage onSignOut={vi.fn()} />)
  await screen.findByText('2 files, 3 MB')
  expect(screen.queryByRole('link', { name: 'People' })).toBeNull()
  first.unmount()
  is_staff = true
  await renderPage(<AccountPage onSignOut={vi.fn()} />)
  expect((await screen.findByRole('link', { name: 'People' })).getAttribute('href')).toBe('/account/people')
})

test('signing out is handed to the app', async () => {
  const onSignOut = vi.fn()
  await renderPage(<AccountPage onSignOut={onSignOut} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Sign out' }))
  expect(onSignOut).toHaveBeenCalledOnce()
})
