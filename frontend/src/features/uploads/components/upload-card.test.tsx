import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ownProblem } from '@/api/problem'
import type { Limits } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import type { Upload } from '../queue'
import { removeUpload, retryUpload } from '../uploads'
import { UploadCard } from './upload-card'

vi.mock('../uploads', () => ({ removeUpload: vi.fn(), retryUpload: vi.fn() }))

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

function anUpload(change: Partial<Upload>): Upload {
  const file = new File(['pixels'], 'cat.jpg')
  return {
    id: '1',
    file,
    kind: 'image-classification',
    choice: {},
    state: 'sending',
    progress: 0,
    error: null,
    ...change,
  }
}

async function show(change: Partial<Upload>, language: 'en' | 'zh-CN' = 'en') {
  const { unmount, container } = await renderPage(<UploadCard upload={anUpload(change)} limits={limits} />, language)
  return { unmount, text: container.textContent }
}

const refused = (status: number, code: string) =>
  ({ state: 'refused', error: ownProblem(status, code, 'In English.') }) as const

test('a card says in words how far its file is', async () => {
  const states: [Partial<Upload>, string][] = [
    [{ state: 'waiting' }, 'Waiting to upload'],
    [{ state: 'sending', progress: 0.434 }, 'Uploading 43\u202f%'],
    [{ state: 'checking', progress: 1 }, 'Uploaded, being checked'],
    [{ state: 'held' }, 'Waiting for the server, continues by itself'],
    [refused(422, 'invalid_media'), 'Not accepted'],
  ]
  for (const [change, words] of states) {
    const { text, unmount } = await show(change)
    expect(text).toContain(words)
    unmount()
  }
})

test('a refusal names the limit that was broken, in the language of the page', async () => {
  const large = new File([new Uint8Array(3 * 1024 * 1024)], 'cat.jpg')
  const told = async (change: Partial<Upload>, language: 'en' | 'zh-CN') => {
    const { unmount } = await show({ ...refused(413, 'too_large'), ...change }, language)
    const words = screen.getByRole('alert').textContent
    unmount()
    return words
  }
  expect(await told({ file: large }, 'en')).toBe('This file has 3 MB, the limit is 2 MB. Choose a smaller one.')
  expect(await told({}, 'en')).toBe('This picture has more than 50M pixels. Choose a smaller one.')
  expect(await told({ kind: 'speech-recognition' }, 'en')).toBe(
    'This sound is longer than 10 min. Choose a shorter one.',
  )
  expect(await told({ file: large }, 'zh-CN')).toBe('文件大小为 3 MB，上限是 2 MB。请换一个小一点的。')
  expect(await told({ kind: 'speech-recognition' }, 'zh-CN')).toBe('这段声音超过 10 分钟，请换一段短一点的。')
})

test('what only the server got wrong can be tried again, what is wrong with the file cannot', async () => {
  const { unmount } = await show(refused(500, 'internal_error'))
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(retryUpload).toHaveBeenCalledWith('1')
  unmount()
  await show(refused(422, 'invalid_media'))
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect(removeUpload).toHaveBeenCalledWith('1')
})

test('a file on its way can be taken back', async () => {
  await show({ state: 'sending' })
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(removeUpload).toHaveBeenCalledWith('1')
})
