import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ownProblem, unreachable } from '@/api/problem'
import { type Upload, UploadQueue } from './queue'

interface Call {
  upload: Upload
  progress: (share: number) => void
  signal: AbortSignal
  accept: (answer: string) => void
  fail: (error: Error) => void
}

function page() {
  const calls: Call[] = []
  const accepted: string[] = []
  const settled: string[] = []
  const queue = new UploadQueue<string>({
    send: (upload, progress, signal) =>
      new Promise((accept, fail) => {
        signal.addEventListener('abort', () => fail(new DOMException('', 'AbortError')))
        calls.push({ upload, progress, signal, accept, fail })
      }),
    onAccepted: (answer) => {
      accepted.push(answer)
      return Promise.resolve()
    },
    onSettled: (id) => settled.push(id),
  })
  const add = (...ids: string[]) =>
    queue.add(
      ids.map((id) => ({
        id,
        file: new File(['x'], `${id}.png`),
        kind: 'image-classification' as const,
        choice: {},
      })),
    )
  const state = (id: string) => queue.all().find((upload) => upload.id === id)?.state
  return { queue, calls, accepted, settled, add, state }
}

const turn = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('three files are sent at once, the next when one has arrived, oldest first', async () => {
  const { calls, add, accepted, state } = page()
  add('a', 'b', 'c', 'd', 'e')
  expect(calls.map((call) => call.upload.id)).toEqual(['a', 'b', 'c'])
  expect(state('d')).toBe('waiting')
  calls[1]!.accept('b done')
  await turn()
  expect(accepted).toEqual(['b done'])
  expect(calls.map((call) => call.upload.id)).toEqual(['a', 'b', 'c', 'd'])
  expect(state('b')).toBeUndefined()
})

test('progress is told in shares, and the last byte means checking, not done', () => {
  const { queue, calls, add, state } = page()
  add('a')
  calls[0]!.progress(0.43)
  expect(queue.all()[0]).toMatchObject({ state: 'sending', progress: 0.43 })
  calls[0]!.progress(1)
  expect(state('a')).toBe('checking')
})

test('after a loss of the network the same file is sent again under the same id', async () => {
  const { calls, add, accepted, state } = page()
  add('a')
  calls[0]!.fail(unreachable())
  await turn()
  expect(state('a')).toBe('held')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(calls.map((call) => call.upload.id)).toEqual(['a', 'a'])
  calls[1]!.accept('a')
  await turn()
  expect(accepted).toEqual(['a'])
})

test('what is held goes on at once when the network is back', async () => {
  const { queue, calls, add } = page()
  add('a')
  for (let loss = 0; loss < 6; loss++) {
    calls.at(-1)!.fail(unreachable())
    await turn()
    queue.retryHeld()
  }
  expect(calls).toHaveLength(7)
})

test('a full queue is asked again no sooner than the server said', async () => {
  const { calls, add } = page()
  add('a')
  const full = ownProblem(429, 'queue_full', 'Too many are waiting.')
  calls[0]!.fail(Object.assign(full, { retryAfter: 20 }))
  await vi.advanceTimersByTimeAsync(19_900)
  expect(calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(calls).toHaveLength(2)
})

test('a refused file stays with its reason, is not sent again by itself, and holds up nobody', async () => {
  const { queue, calls, add, settled } = page()
  add('a', 'b', 'c', 'd')
  calls[0]!.fail(ownProblem(415, 'unsupported_media_type', 'No picture.'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(queue.all()[0]).toMatchObject({ id: 'a', state: 'refused', error: { code: 'unsupported_media_type' } })
  expect(calls.map((call) => call.upload.id)).toEqual(['a', 'b', 'c', 'd'])
  expect(settled).toEqual(['a'])
})

test('a fault of the server is tried three times and then told', async () => {
  const { calls, add, state } = page()
  add('a')
  for (let fault = 1; fault <= 3; fault++) {
    calls.at(-1)!.fail(ownProblem(500, 'internal', 'Oops.'))
    await vi.advanceTimersByTimeAsync(40_000)
  }
  expect(calls).toHaveLength(3)
  expect(state('a')).toBe('refused')
})

test('a file that is taken back stops being sent and makes room', async () => {
  const { queue, calls, add, settled } = page()
  add('a', 'b', 'c', 'd')
  queue.remove('a')
  await turn()
  expect(calls[0]!.signal.aborted).toBe(true)
  expect(calls.at(-1)!.upload.id).toBe('d')
  expect(settled).toEqual(['a'])
})
