import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LoadError, loadCode } from './load-code'

const lost = new TypeError('Failed to fetch dynamically imported module')
const pageOf = (script: string) => new Response(`<script type="module" src="${script}"></script>`)

beforeEach(() => {
  vi.useFakeTimers()
  document.head.innerHTML = '<script type="module" src="/assets/index-1.js"></script>'
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  document.head.innerHTML = ''
})

/** Fails as often as is said, then brings the part. */
function code(failures: number) {
  let asked = 0
  const load = () => ((asked += 1) <= failures ? Promise.reject(lost) : Promise.resolve('part'))
  return { load, asked: () => asked }
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof LoadError ? error.reason : error),
  )

test('an import that failed for a moment is tried again, while the server serves this very page', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(pageOf('/assets/index-1.js')))
  const { load, asked } = code(2)
  const part = loadCode(load)
  await vi.advanceTimersByTimeAsync(2000)
  expect(await part).toBe('part')
  expect(asked()).toBe(3)
})

test('one that never comes ends with a reload as the way on', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(pageOf('/assets/index-1.js')))
  const { load, asked } = code(99)
  const reason = reasonOf(loadCode(load))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await reason).toBe('broken')
  expect(asked()).toBe(3)
})

test('another build on the server is told at once', async () => {
  const read = vi.fn(() => Promise.resolve(pageOf('/assets/index-2.js')))
  vi.stubGlobal('fetch', read)
  const { load, asked } = code(99)
  expect(await reasonOf(loadCode(load))).toBe('newer')
  expect(asked()).toBe(1)
  expect(read).toHaveBeenCalledWith('/', expect.objectContaining({ cache: 'no-store' }))
})

test('no answer is told apart: no network here, or no server there', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  const online = vi.spyOn(navigator, 'onLine', 'get')
  online.mockReturnValue(false)
  expect(await reasonOf(loadCode(code(1).load))).toBe('offline')
  online.mockReturnValue(true)
  expect(await reasonOf(loadCode(code(1).load))).toBe('unreachable')
})

test('a proxy without a server behind it is a server that does not answer', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('Bad gateway', { status: 502 })))
  expect(await reasonOf(loadCode(code(1).load))).toBe('unreachable')
})
