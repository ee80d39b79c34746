import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import type { Finding } from '../types'
import { Findings } from './findings'
import { ShowAll } from './show-all'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `item ${index}`)
const list = (count: number) => <ShowAll items={numbers(count)} keyOf={(item) => item} row={(item) => item} />

test('a long list shows its newest, and the rest when it is asked for', async () => {
  await renderPage(list(20))
  expect(screen.getAllByRole('listitem')).toHaveLength(8)
  await userEvent.setup().click(screen.getByRole('button', { name: 'Show all 20' }))
  expect(screen.getAllByRole('listitem')).toHaveLength(20)
  expect(screen.queryByRole('button')).toBeNull()
})

test('nobody is asked to click for a single one', async () => {
  await renderPage(list(9))
  expect(screen.getAllByRole('listitem')).toHaveLength(9)
})

test("a finding has a title in the reader's language, with the server's sentence below it", async () => {
  const finding: Finding = {
    code: 'unreadable',
    severity: 'error',
    sentence: '2 files cannot be read.',
    advice: 'Replace them, or leave them out.',
    cases: [],
    cases_total: 2,
    leaving: 2,
  }
  const findings = [finding, { ...finding, code: 'of a later server', leaving: 0 }]
  const { unmount } = await renderPage(<Findings findings={findings} speech={false} />)
  expect(screen.getAllByText('2 files cannot be read.')).toHaveLength(2)
  unmount()
  await renderPage(<Findings findings={findings} speech={false} />, 'zh-CN')
  expect(screen.getByText('无法读取的文件')).toBeTruthy()
  expect(screen.getByText('of a later server')).toBeTruthy()
  expect(
    screen.getAllByText('2 files cannot be read. Replace them, or leave them out.').map(({ lang }) => lang),
  ).toEqual(['en', 'en'])
})
