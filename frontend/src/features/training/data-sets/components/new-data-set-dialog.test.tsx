import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aDataSet } from '@/testing/training'
import { NewDataSetDialog } from './new-data-set-dialog'

let sent: Record<string, unknown> | null = null
const taken = {
  code: 'conflict',
  status: 409,
  title: '',
  detail: 'x',
  errors: [{ pointer: '/slug', detail: 'Taken.' }],
}
const server = setupServer(
  http.post('*/api/v1/data-sets', async ({ request }) => {
    const isForm = request.headers.get('Content-Type')?.startsWith('multipart')
    sent = isForm ? Object.fromEntries(await request.formData()) : ((await request.json()) as Record<string, unknown>)
    return sent.slug === 'taken' ? HttpResponse.json(taken, { status: 409 }) : HttpResponse.json(aDataSet())
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => (sent = null))
afterAll(() => server.close())

const archive = (name: string) => new File(['zip'], name)
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name)
const send = () => userEvent.click(screen.getByRole('button', { name: 'Add and check' }))

test('a file is sent under the title and the name that follow from its own', async () => {
  await renderPage(<NewDataSetDialog first={archive('My_Flowers.zip')} onClose={vi.fn()} />)
  expect([field('Title').value, field('Name').value]).toEqual(['My Flowers', 'my-flowers'])
  await send()
  await waitFor(() => expect(sent).toMatchObject({ slug: 'my-flowers', title: 'My Flowers' }))
  expect(Object.keys(sent ?? {})).toEqual(['slug', 'title', 'file'])
})

test('the name follows the title until it is typed', async () => {
  await renderPage(<NewDataSetDialog first={archive('a.zip')} onClose={vi.fn()} />)
  await userEvent.clear(field('Title'))
  await userEvent.type(field('Title'), 'Cats')
  expect(field('Name').value).toBe('cats')
  await userEvent.clear(field('Name'))
  await userEvent.type(field('Name'), 'felines')
  await userEvent.type(field('Title'), ' and dogs')
  expect(field('Name').value).toBe('felines')
  await send()
  await waitFor(() => expect(sent).toMatchObject({ slug: 'felines', title: 'Cats and dogs' }))
})

test('a folder of the server is named instead of sent', async () => {
  await renderPage(<NewDataSetDialog first={null} onClose={vi.fn()} />)
  await userEvent.click(screen.getByRole('radio', { name: 'A folder on the server' }))
  await userEvent.type(screen.getByRole('textbox', { name: /^Folder/ }), 'shared/birds')
  await send()
  await waitFor(() => expect(sent).toEqual({ slug: 'birds', title: 'birds', folder: 'shared/birds' }))
})

test('what is no archive is not sent', async () => {
  await renderPage(<NewDataSetDialog first={archive('photo.jpg')} onClose={vi.fn()} />)
  expect(screen.getByRole('alert').textContent).toContain('photo.jpg')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add and check' }).disabled).toBe(true)
})

test('a name that is taken is told beside it, and what was typed stays', async () => {
  await renderPage(<NewDataSetDialog first={archive('taken.zip')} onClose={vi.fn()} />)
  await send()
  expect(await screen.findByText('Taken.')).toBeTruthy()
  expect(field('Title').value).toBe('taken')
})
