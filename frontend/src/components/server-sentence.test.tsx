import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { ServerSentence } from './server-sentence'

const show = (language: 'en' | 'zh-CN') =>
  renderPage(
    <p>
      <ServerSentence>The disk is full.</ServerSentence>
    </p>,
    language,
  )

test('an English page shows the sentence as it is', async () => {
  await show('en')
  expect(screen.getByRole('paragraph').textContent).toBe('The disk is full.')
})

test('a Chinese page says whose sentence it is, and in which language', async () => {
  await show('zh-CN')
  expect(screen.getByRole('paragraph').textContent).toBe('服务器给出的说明（英文）： The disk is full.')
  expect(screen.getByText('The disk is full.').lang).toBe('en')
})
