import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { useFieldWords } from './use-field-words'

function refusal(code: string, pointer: string) {
  const errors = [{ pointer, detail: `The server's own words about ${pointer}.` }]
  return { problem: { status: 422, code, detail: 'No.', errors } }
}

function Words({ error, pointer }: { error: unknown; pointer: string }) {
  return <p>{useFieldWords(error)(pointer) ?? 'nothing'}</p>
}

const shown = () => screen.getByRole('paragraph').textContent

test('who reads English gets the sentence of the server', async () => {
  await renderPage(<Words error={refusal('conflict', '/slug')} pointer="/slug" />)
  expect(shown()).toBe("The server's own words about /slug.")
})

test('a field that is not at fault gets no words', async () => {
  await renderPage(<Words error={refusal('conflict', '/slug')} pointer="/title" />)
  expect(shown()).toBe('nothing')
})

test.each([
  ['conflict', '/slug', '这个名称已被使用，请换一个。'],
  ['invalid_request', '/slug', '只能使用小写字母、数字和连字符。'],
  ['invalid_recipe', '/recipe/epochs', '这个值不被接受，请修改。'],
])('who reads Chinese gets the words of %s at %s', async (code, pointer, words) => {
  await renderPage(<Words error={refusal(code, pointer)} pointer={pointer} />, 'zh-CN')
  expect(shown()).toBe(words)
})
