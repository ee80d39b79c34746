import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import type { OnTheWay } from '../queue'
import { removeUpload } from '../uploads'
import { UploadCard } from './upload-card'

vi.mock('../uploads', () => ({ removeUpload: vi.fn() }))

function anUpload(change: Partial<OnTheWay>): OnTheWay {
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

async function show(change: Partial<OnTheWay>, language: 'en' | 'zh-CN' = 'en') {
  const { unmount, container } = await renderPage(<UploadCard upload={anUpload(change)} />, language)
  return { unmount, text: container.textContent }
}

test('a card says in words how far its file is', async () => {
  const states: [Partial<OnTheWay>, string][] = [
    [{ state: 'waiting' }, 'Waiting to upload'],
    [{ state: 'sending', progress: 0.434 }, 'Uploading 43\u202f%'],
    [{ state: 'checking', progress: 1 }, 'Uploaded, being checked'],
    [{ state: 'held' }, 'Waiting for the server, continues by itself'],
  ]
  for (const [change, words] of states) {
    const { text, unmount } = await show(change)
    expect(text).toContain(words)
    unmount()
  }
})

test('a file on its way can be taken back', async () => {
  await show({ state: 'sending' })
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(removeUpload).toHaveBeenCalledWith('1')
})
