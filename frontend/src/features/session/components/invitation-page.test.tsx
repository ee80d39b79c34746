import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { InvitationPage } from './invitation-page'

const sent: unknown[] = []
const refuse = (status: number, code: string, errors?: { pointer: string; detail: string }[]) =>
  HttpResponse.json({ code, status, title: '', detail: 'Refused.', errors }, { status })
const server = setupServer(
  http.get('*/api/v1/session', () => HttpResponse.json({ user: null })),
  http.post('*/api/v1/invitations', async ({ request }) => {
    const form = (await request.json()) as { token: string; new_password: string }
    sent.push(form)
    if (form.token !== 'c0ffee') return refuse(404, 'not_found')
    if (form.new_password === '12345678')
      return refuse(400, 'invalid_request', [{ pointer: '/new_password', detail: 'This password is too common.' }])
    return HttpResponse.json({ id: 3, username: 'eve' })
  }),
  http.post('*/api/v1/session', async ({ request }) => {
    sent.push(await request.json())
    return HttpResponse.json({ user: { id: 3, username: 'eve', is_staff: false } })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  sent.length = 0
})
afterAll(() => server.close())

async function choose(token: string, password: string, again = password) {
  const onSignedIn = vi.fn()
  await renderPage(<InvitationPage invitation={{ user: 3, token }} onSignedIn={onSignedIn} />)
  await userEvent.type(await screen.findByLabelText('New password'), password)
  await userEvent.type(screen.getByLabelText('Repeat the new password'), again)
  await userEvent.click(screen.getByRole('button', { name: 'Save and sign in' }))
  return onSignedIn
}

test('who chooses a password is signed in with it', async () => {
  const onSignedIn = await choose('c0ffee', 'seven owls on a wire')
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce())
  expect(sent).toEqual([
    { user: 3, token: 'c0ffee', new_password: 'seven owls on a wire' },
    { username: 'eve', password: 'seven owls on a wire' },
  ])
})

test('an invitation that is no longer good says whom to ask', async () => {
  const onSignedIn = await choose('old', 'seven owls on a wire')
  expect(await screen.findByText(/Ask whoever sent it for another one/)).toBeTruthy()
  expect(onSignedIn).not.toHaveBeenCalled()
})

test('what is wrong with a password stands at its field', async () => {
  await choose('c0ffee', '12345678')
  expect(await screen.findByText('This password is too common.')).toBeTruthy()
})

test('two different passwords are not sent', async () => {
  await choose('c0ffee', 'seven owls on a wire', 'seven owls on a wir')
  expect(screen.getByText('The two passwords do not match.')).toBeTruthy()
  expect(sent).toEqual([])
})
