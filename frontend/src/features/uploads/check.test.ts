// jsdom cannot read a part of a file; Node can, as browsers do.
// @vitest-environment node
import { expect, test } from 'vitest'
import type { Limits } from '@/api/types'
import type { NewUpload } from './queue'
import { ownProblem } from '@/api/problem'
import { refusalBeforeUpload, refusalOf } from './check'

const limits: Limits = {
  max_bytes: 1000,
  max_pixels: 50_000_000,
  max_seconds: 600,
  max_files: 64,
  max_waiting_per_user: 1000,
  max_waiting: 10_000,
  image_types: ['image/png'],
  sound_types: ['audio/wav'],
}

/** The first bytes of a PNG that says it is so wide and so high. */
function pngOf(width: number, height: number): File {
  const bytes = new Uint8Array(64)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  const view = new DataView(bytes.buffer)
  view.setUint32(16, width)
  view.setUint32(20, height)
  return new File([bytes], 'picture.png', { type: 'image/png' })
}

const code = async (file: File) => (await refusalBeforeUpload(file, limits))?.code

test('an empty file is refused before it is sent', async () => {
  expect(await code(new File([], 'a.png', { type: 'image/png' }))).toBe('empty')
})

test('a folder that a browser takes for a file, or a file that was moved, is refused as what it is', async () => {
  const unreadable = { slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError')) }) }
  const folder = Object.assign(new File([], 'holiday'), unreadable)
  expect(await code(folder)).toBe('unreadable')
})

test('a file over the byte limit is refused before it is sent', async () => {
  expect(await code(new File([new Uint8Array(1001)], 'a.wav', { type: 'audio/wav' }))).toBe('too_large')
})

test('a picture of 400 megapixels is refused by its header, and no preview is drawn of it', async () => {
  expect(await code(pngOf(20_000, 20_000))).toBe('too_many_pixels')
  expect(await code(pngOf(640, 480))).toBeUndefined()
})

test('a text file is refused, a file of an unknown type is left to the server', async () => {
  expect(await code(new File(['x'], 'notes.txt', { type: 'text/plain' }))).toBe('unsupported_media_type')
  expect(await code(new File(['x'], 'voice.xyz', { type: '' }))).toBeUndefined()
})

test('a damaged picture is left to the server, which says what is wrong with it', async () => {
  expect(await code(new File(['not a png'], 'a.png', { type: 'image/png' }))).toBeUndefined()
})

test('one code of the server for three limits is told by the limit that the file broke', () => {
  const refused = (size: number, detail: string) => {
    const upload: NewUpload = { id: '1', file: new File([new Uint8Array(size)], 'a'), kind: null, choice: {} }
    return refusalOf(upload, ownProblem(413, 'too_large', detail), limits)
  }
  expect(refused(1001, 'a is larger.').code).toBe('too_many_bytes')
  expect(refused(10, 'a: The image has 9 x 9 = 81 pixels; the limit is 50 pixels.').code).toBe('too_many_pixels')
  expect(refused(10, 'a: The sound is longer than the limit of 600 seconds.').code).toBe('too_long')
  const heavy = 'The file takes more than 512 MB of memory to decode, which is the limit.'
  expect(refused(10, `a: ${heavy}`)).toMatchObject({ code: 'too_large', problem: { detail: heavy } })
})
