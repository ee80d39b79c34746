import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aJob } from '@/testing/training'
import { type Again, askAgain } from '../api'
import type { Import } from '../types'
import { ReviewModel } from './review-model'

vi.mock('../api', async (original) => ({
  ...(await original<object>()),
  askAgain: vi.fn(() => Promise.resolve(null)),
}))
URL.createObjectURL = () => 'blob:here'

const job = aJob({ id: '7', work: 'import', unregistered: true, data_set: null })
const answered = (name: string, expected: string, label: string) => ({
  name,
  url: `/api/v1/imports/7/files/${name}`,
  expected,
  output: { labels: [{ label, index: 0, score: 0.9 }] },
  error: null,
})
const numbers = { size: 32, resize: 'squash', mean: [0, 0, 0], std: [1, 1, 1] }
let registered = false

const server = setupServer(
  http.post('*/api/v1/imports/7/register', () => {
    registered = true
    return HttpResponse.json({ model: 'pets', number: 1, reference: 'pets/versions/1' }, { status: 201 })
  }),
  http.get('*/api/v1/imports/7/files/*', () => new HttpResponse('bytes')),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

async function open(change: Partial<Import> = {}) {
  const found = {
    slug: 'pets',
    labels: ['cat', 'dog'],
    vocabulary: [],
    preprocess: numbers,
    assumed: false,
    own_files: [],
  }
  server.use(http.get('*/api/v1/imports/7', () => HttpResponse.json({ job, ...found, ...change })))
  const { container } = await renderPage(<ReviewModel job={job} />)
  await screen.findByRole('button', { name: 'Register' })
  const drop = (...names: string[]) =>
    userEvent.upload(
      container.querySelector('input[type=file]') as HTMLInputElement,
      names.map((name) => new File(['x'], name, { type: 'image/png' })),
    )
  return { drop }
}
const lastAsked = () => vi.mocked(askAgain).mock.lastCall?.[1] as Again

test('own files are answered beside what they should be', async () => {
  const { drop } = await open()
  await drop('mine.png')
  await userEvent.type(screen.getByLabelText('What it should be'), 'dog')
  await userEvent.click(screen.getByRole('button', { name: 'Show its answers' }))
  await waitFor(() =>
    expect(lastAsked().files.map(({ file, expected }) => [file.name, expected])).toEqual([['mine.png', 'dog']]),
  )
  expect(lastAsked().said).toEqual({})
})

test('an answer that differs is marked, with what to look at', async () => {
  await open({
    own_files: [answered('a.png', 'Dog ', 'dog'), answered('b.png', 'dog', 'cat'), answered('c.png', '', 'cat')],
  })
  expect(screen.getByText('as expected')).toBeTruthy()
  expect(screen.getByText('not as expected')).toBeTruthy()
  expect(screen.getByText('One answer is not what you expect')).toBeTruthy()
  expect(screen.getByText(/check the order of the labels/)).toBeTruthy()
  expect(screen.queryByText(/Drop up to/)).toBeNull()
})

test('an answer that can never come is told', async () => {
  await open({ own_files: [answered('a.png', 'kat', 'cat')] })
  expect(screen.getByText('“kat” is none of its labels.')).toBeTruthy()
})

test('other numbers are tried on the same files', async () => {
  await open({ own_files: [answered('b.png', 'dog', 'cat')] })
  await userEvent.click(screen.getByRole('button', { name: 'Change the numbers' }))
  await userEvent.click(screen.getByRole('radio', { name: 'Blue, green, red' }))
  await userEvent.click(screen.getByRole('button', { name: 'Try it so' }))
  await waitFor(() =>
    expect(JSON.parse(lastAsked().said.preprocess ?? '')).toMatchObject({ size: 32, channels: 'BGR' }),
  )
  expect(lastAsked().files.map(({ file }) => file.name)).toEqual(['b.png'])
})

test('it is registered without files as well', async () => {
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Register' }))
  await waitFor(() => expect(registered).toBe(true))
})

test('a size that nothing said is asked about', async () => {
  await open({ assumed: true })
  expect(screen.getByText('Nothing in it says how its pictures are prepared')).toBeTruthy()
})
