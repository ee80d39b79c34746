import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { unreadable } from '@/testing/training'
import { Findings } from './findings'

test("a finding has a title in the reader's language, with the server's sentence below it", async () => {
  const findings = [unreadable, { ...unreadable, code: 'of a later server', leaving: 0 }]
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
