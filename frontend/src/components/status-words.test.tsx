import { expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { StatusWords } from './status-words'

const statuses = ['queued', 'processing', 'succeeded', 'failed', 'canceled'] as const

test.each([
  ['en', ['Waiting', 'Running', 'Done', 'Failed', 'Canceled']],
  ['zh-CN', ['排队中', '运行中', '已完成', '失败', '已取消']],
] as const)('each state has its word (%s)', async (language, words) => {
  const { container } = await renderPage(
    statuses.map((status) => <StatusWords key={status} status={status} />),
    language,
  )
  expect([...container.querySelectorAll('span')].map((badge) => badge.textContent)).toEqual(words)
})

test('where more is known than the state, that is told instead', async () => {
  const { container } = await renderPage(<StatusWords status="queued" words="3rd in line" />)
  expect(container.textContent).toBe('3rd in line')
})
