import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ApiError } from './problem'
import { cursorOf } from './pages'
import { cancelPrediction, listPredictions } from './predictions/requests'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error as ApiError,
  )

test('a change carries the CSRF token of the cookie', async () => {
  document.cookie = 'csrftoken=abc%3D'
  let token: string | null = null
  server.use(
    http.post('*/api/v1/predictions/x/cancel', ({ request }) => {
      token = request.headers.get('X-CSRFToken')
      return HttpResponse.json({})
    }),
  )
  await cancelPrediction('x')
  expect(token).toBe('abc=')
})

test('a refusal arrives as one error with the words and the code of the server', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    detail: 'It has already ended.',
    code: 'conflict',
    request_id: 'r1',
  }
  server.use(
    http.post('*/api/v1/predictions/x/cancel', () =>
      HttpResponse.json(problem, { status: 409, headers: { 'Retry-After': '7' } }),
    ),
  )
  const error = await failure(cancelPrediction('x'))
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 409, code: 'conflict', message: 'It has already ended.', retryAfter: 7 })
})

test('a proxy that answers with HTML is still one error with a status', async () => {
  server.use(
    http.get(
      '*/api/v1/predictions',
      () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }),
    ),
  )
  expect(await failure(listPredictions({}))).toMatchObject({ status: 502, code: 'http_502' })
})

test('no answer at all is told apart from a refusal', async () => {
  server.use(http.get('*/api/v1/predictions', () => HttpResponse.error()))
  expect(await failure(listPredictions({}))).toMatchObject({ status: 0, code: 'unreachable' })
})

test('the next page is asked for by the cursor of its address', () => {
  expect(cursorOf('http://slipway.test/api/v1/predictions?limit=50&cursor=abc%3D%3D')).toBe('abc==')
  expect(cursorOf(null)).toBeUndefined()
})
