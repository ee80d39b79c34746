import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { aJob } from '@/testing/training'
import { type NewModel, sendModel } from '../api'
import type { Install } from '../types'
import { AddModelPage } from './add-model-page'

vi.mock('../api', async (original) => ({
  ...(await original<object>()),
  sendModel: vi.fn(() => Promise.resolve(null)),
}))

const job = aJob({
  work: 'install',
  status: 'running',
  data_set: null,
  source: 'torchvision/resnet50',
  progress: { stage: 'fetch', done: 31_457_280, total: 104_857_600, note: 'model.safetensors' },
  completed_at: null,
})
const frozen = { data_set: 'cats', number: 2, title: 'Cats' }
let asked: Install | null = null

const server = setupServer(
  http.get('*/api/v1/trainer', () => HttpResponse.json({ trainers: 1, device: 'cpu', waiting: 0, advice: null })),
  http.get('*/api/v1/data-sets', () => HttpResponse.json({ results: [{ slug: 'cats', versions: [frozen] }] })),
  http.get('*/api/v1/jobs', () => HttpResponse.json({ results: [job] })),
  http.post('*/api/v1/installs', async ({ request }) => {
    asked = (await request.json()) as Install
    return HttpResponse.json(job, { status: 202 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

async function open() {
  const { container } = await renderPage(<AddModelPage />)
  const user = userEvent.setup({ applyAccept: false })
  const choose = (name: string) =>
    user.upload(
      container.querySelector<HTMLInputElement>('input[accept*=".onnx"]') as HTMLInputElement,
      new File(['graph'], name),
    )
  return { user, choose, container }
}

test('a graph that listens is sent with the vocabulary of a file', async () => {
  const { user, choose, container } = await open()
  await choose('my_ear.onnx')
  await user.click(screen.getByRole('radio', { name: 'Speech' }))
  // Files of jsdom cannot be read.
  const vocabulary = Object.assign(new File([''], 'vocabulary.txt'), { text: () => Promise.resolve('<pad>\n|\nA\n') })
  await user.upload(container.querySelector<HTMLInputElement>('input[accept*=".txt"]') as HTMLInputElement, vocabulary)
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Vocabulary').value).toContain('<pad>'))
  await user.click(screen.getByRole('radio', { name: 'As it is' }))
  await user.type(screen.getByLabelText('Licence'), 'MIT')
  await user.click(screen.getByRole('button', { name: 'Upload and inspect' }))
  const sent = vi.mocked(sendModel).mock.lastCall?.[0] as NewModel
  expect(sent).toMatchObject({
    title: 'my ear',
    slug: 'my-ear',
    licence: 'MIT',
    vocabulary: '<pad>\n|\nA\n',
    preprocess: '{"sample_rate":16000,"normalize":false}',
  })
  expect(sent.labels).toBeUndefined()
})

test('a zip says by itself what is in it, and where it does not a person can', async () => {
  const { user, choose } = await open()
  await choose('bundle.zip')
  expect(screen.queryByText('What the file does not say')).toBeNull()
  await user.click(screen.getByRole('checkbox', { name: /that nothing in it describes/ }))
  expect(screen.getByText('What the file does not say')).toBeTruthy()
  expect(screen.getByLabelText('Labels')).toBeTruthy()
})

test('a pickle is not sent', async () => {
  const { choose } = await open()
  await choose('model.pth')
  expect(screen.getByRole('alert').textContent).toContain('they can run code')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Upload and inspect' }).disabled).toBe(true)
})

test('a model is installed by its name, and the bytes of its download are told', async () => {
  const { user } = await open()
  await user.click(screen.getByRole('radio', { name: 'By name' }))
  await user.type(screen.getByLabelText('Name on the hub'), 'torchvision/resnet50')
  await user.click(screen.getByRole('button', { name: 'Install' }))
  await waitFor(() => expect(asked).toEqual({ name: 'torchvision/resnet50', register_later: true }))
  expect(await screen.findByText('model.safetensors: 30 MB of 100 MB')).toBeTruthy()
  expect(screen.getByText('torchvision/resnet50')).toBeTruthy()
})
