import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { PeoplePage } from './people-page'

const person = (id: number, username: string, more: Partial<Person> = {}): Person => ({
  id,
  username,
  is_staff: false,
  is_active: true,
  has_password: true,
  date_joined: '2026-11-01T10:00:00Z',
  last_login: null,
  ...more,
})
const PATH = '/invitation#user=3&token=c0ffee'
let people: Person[]
let asked: unknown[]
const invitation = (of: Person) => ({ person: of, path: PATH, expires_at: '2026-12-03T10:00:00Z' })
const server = setupServer(
  http.get('*/api/v1/operations/alerts', () =>
    HttpResponse.json({ looked_at: null, is_watched: false, active: [], resolved: [] }),
  ),
  http.get('*/api/v1/session', () => HttpResponse.json({ user: { id: 1, username: 'ada', is_staff: true } })),
  http.get('*/api/v1/people', () => HttpResponse.json({ results: people })),
  http.post('*/api/v1/people', async ({ request }) => {
    const form = (await request.json()) as { username: string; is_staff: boolean }
    asked.push(form)
    if (people.some(({ username }) => username === form.username)) {
      const detail = `There is somebody called ${form.username} already.`
      const errors = [{ pointer: '/username', detail }]
      return HttpResponse.json({ code: 'conflict', status: 409, title: '', detail, errors }, { status: 409 })
    }
    people = [...people, person(3, form.username, { ...form, has_password: false })]
    return HttpResponse.json(invitation(people[2]!), { status: 201 })
  }),
  http.patch('*/api/v1/people/2', async ({ request }) => {
    const change = (await request.json()) as Partial<Person>
    asked.push(change)
    return HttpResponse.json({ ...people[1], ...change })
  }),
  http.post('*/api/v1/people/2/invitation', () => HttpResponse.json(invitation(people[1]!), { status: 201 })),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  people = [person(1, 'ada', { is_staff: true, last_login: '2026-11-20T10:00:00Z' }), person(2, 'bob')]
  asked = []
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const row = async (name: string) => within((await screen.findByText(name)).closest('li')!)
const act = async (name: string, action: string) => {
  await userEvent.click(await screen.findByRole('button', { name: `Actions for ${name}` }))
  await userEvent.click(await screen.findByRole('menuitem', { name: action }))
}

test('whoever is made gets an address that staff send to them', async () => {
  await renderPage(<PeoplePage />)
  await userEvent.click(await screen.findByRole('button', { name: 'New person' }))
  await userEvent.type(screen.getByLabelText('User name'), 'eve')
  await userEvent.click(screen.getByRole('button', { name: 'Make the account' }))
  expect((await screen.findByTestId('invitation')).textContent).toBe(location.origin + PATH)
  expect(asked).toEqual([{ username: 'eve', is_staff: false }])
  await userEvent.click(screen.getByRole('button', { name: 'I have copied it' }))
  expect((await row('eve')).getByText('Has not chosen a password yet')).toBeTruthy()
})

test('a name that is taken is said at its field', async () => {
  await renderPage(<PeoplePage />)
  await userEvent.click(await screen.findByRole('button', { name: 'New person' }))
  await userEvent.type(screen.getByLabelText('User name'), 'bob')
  await userEvent.click(screen.getByRole('button', { name: 'Make the account' }))
  expect(await screen.findByText('There is somebody called bob already.')).toBeTruthy()
  expect(screen.getByLabelText('User name').getAttribute('aria-invalid')).toBe('true')
})

test('who is locked out is shown as such and can be let in again', async () => {
  await renderPage(<PeoplePage />)
  await act('bob', 'Lock out')
  expect(await (await row('bob')).findByText('Locked out')).toBeTruthy()
  await act('bob', 'Let in again')
  expect(asked).toEqual([{ is_active: false }, { is_active: true }])
  expect((await row('bob')).queryByText('Locked out')).toBeNull()
})

test('somebody becomes staff', async () => {
  await renderPage(<PeoplePage />)
  await act('bob', 'Make staff')
  expect(await (await row('bob')).findByText('Staff')).toBeTruthy()
  expect(asked).toEqual([{ is_staff: true }])
})

test('who forgot the password gets another address', async () => {
  await renderPage(<PeoplePage />)
  await act('bob', 'Let them choose a new password')
  expect(await screen.findByText('Invitation for bob')).toBeTruthy()
})

test('nobody is offered to lock themselves out', async () => {
  await renderPage(<PeoplePage />)
  expect((await row('ada')).queryByRole('button')).toBeNull()
  expect((await row('bob')).getByRole('button')).toBeTruthy()
})
