import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { ownProblem } from '@/api/problem'
import type { Limits } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import type { Upload } from '../queue'
import { removeUpload, retryUpload } from '../uploads'
import { Refusals } from './refusals'

vi.mock('../uploads', () => ({ removeUpload: vi.fn(), retryUpload: vi.fn() }))
afterEach(() => vi.clearAllMocks())

const limits: Limits = {
  max_bytes: 2 * 1024 * 1024,
  max_pixels: 50_000_000,
  max_seconds: 600,
  max_files: 64,
  max_waiting_per_user: 1000,
  max_waiting: 10_000,
  image_types: [],
  sound_types: [],
}

const SENTENCE = "The server's sentence."

function refused(
  id: string,
  status: number,
  code: string,
  change: Partial<Upload> = {},
  sentence: string = SENTENCE,
): Upload {
  const file = new File(['pixels'], `${id}.jpg`)
  const error = ownProblem(status, code, `${id}.jpg: ${sentence}`)
  return { id, file, kind: 'image-classification', choice: {}, state: 'refused', progress: 0, error, ...change }
}

const damaged = (id: string) => refused(id, 422, 'invalid_media')
const show = (files: Upload[], language: 'en' | 'zh-CN' = 'en') =>
  renderPage(<Refusals refused={files} limits={limits} />, language)
const lines = () => screen.getAllByRole('listitem').map((line) => line.textContent)

test('each file that was not accepted is one line, with its name once', async () => {
  await show([damaged('a'), refused('b', 415, 'unsupported_media_type')])
  expect(screen.getByRole('status').textContent).toBe('2 files were not accepted')
  expect(lines()).toEqual(["a.jpgThe server's sentence.", "b.jpgThe server's sentence."])
})

test('in Chinese the reason is told in Chinese', async () => {
  await show([damaged('a'), refused('b', 415, 'unsupported_media_type')], 'zh-CN')
  expect(screen.getByRole('status').textContent).toBe('2 个文件未被接受')
  for (const line of lines()) expect(line).toMatch(/^[ab]\.jpg\p{Script=Han}/u)
})

const large = new File([new Uint8Array(3 * 1024 * 1024)], 'large.jpg')
const pixels = 'The image has 8000 x 7000 = 56,000,000 pixels; the limit is 50,000,000 pixels.'
const length = 'The sound is longer than the limit of 600 seconds.'
const memory = 'The file takes more than 512 MB of memory to decode, which is the limit.'
test.each([
  ['bytes', 'en', { file: large }, '', 'This file has 3 MB, the limit is 2 MB. Choose a smaller one.'],
  ['pixels', 'en', {}, pixels, 'This picture has more than 50M pixels. Choose a smaller one.'],
  ['length', 'en', {}, length, 'This sound is longer than 10 min. Choose a shorter one.'],
  ['memory', 'en', {}, memory, memory],
  ['bytes', 'zh-CN', { file: large }, '', '文件大小为 3 MB，上限是 2 MB。请换一个小一点的。'],
  ['length', 'zh-CN', {}, length, '这段声音超过 10 分钟，请换一段短一点的。'],
  ['memory', 'zh-CN', {}, memory, '超出了服务器接受的大小。请换一个小一点的。'],
] as const)('a refusal names the limit of %s that was broken (%s)', async (_, language, change, said, sentence) => {
  await show([refused('a', 413, 'too_large', change, said)], language)
  expect(screen.getByText(sentence)).toBeTruthy()
})

test('of many the first are shown until all are asked for, and all can be discarded at once', async () => {
  await show(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(damaged))
  expect(lines()).toHaveLength(3)
  await userEvent.click(screen.getByRole('button', { name: 'Show all 7' }))
  expect(lines()).toHaveLength(7)
  await userEvent.click(screen.getByRole('button', { name: 'Discard all' }))
  expect(vi.mocked(removeUpload).mock.calls.flat()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
})

test('what only the server got wrong can be tried again, what is wrong with the file cannot', async () => {
  await show([refused('a', 500, 'internal_error'), damaged('b')])
  const [first, second] = screen.getAllByRole('listitem')
  await userEvent.click(within(first!).getByRole('button', { name: 'Try again' }))
  expect(retryUpload).toHaveBeenCalledWith('a')
  expect(within(second!).queryByRole('button', { name: 'Try again' })).toBeNull()
  await userEvent.click(within(second!).getByRole('button', { name: 'Discard b.jpg' }))
  expect(removeUpload).toHaveBeenCalledWith('b')
})
