import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPrediction } from '@/testing/predictions'
import { putPrediction } from './api'
import type { RequestChoice } from './choice'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

/** Sends one file and gives what arrived. */
async function sent(choice: RequestChoice) {
  let path = ''
  let form = new FormData()
  server.use(
    http.put('*/api/v1/predictions/*', async ({ request }) => {
      path = new URL(request.url).pathname
      form = await request.formData()
      return HttpResponse.json(aPrediction())
    }),
  )
  const file = new File(['pixels'], 'cat.jpg', { type: 'image/jpeg' })
  const upload = { id: '0199', file, kind: null, choice, state: 'sending', progress: 0, error: null } as const
  await putPrediction(upload, () => undefined, new AbortController().signal)
  return { path, names: [...form.keys()], model: form.get('model'), options: form.get('options') }
}

test('a file is sent under the id that the page made, with the model and the options that were chosen', async () => {
  expect(await sent({ model: 'pets', options: { top_k: 3 } })).toEqual({
    path: '/api/v1/predictions/0199',
    names: ['file', 'model', 'options'],
    model: 'pets',
    options: '{"top_k":3}',
  })
})

test('who chose nothing sends the file alone, and the server decides', async () => {
  expect((await sent({})).names).toEqual(['file'])
})
