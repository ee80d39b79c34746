import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { aPrediction } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { useFailureName, useProblemWords } from './use-problem-words'

const OF_THE_PAGE = ['unreachable', 'empty', 'unreadable', 'no_media', 'too_many_bytes', 'too_many_pixels', 'too_long']

/** What the server's source calls its refusals and the ends of predictions. */
function codesOfServer() {
  const sources = ['../backend/apps', '../backend/ml']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.py') && !path.includes('/tests/'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const words = (text: string) => [...text.matchAll(/"([a-z_]+)"/g)].map(([, word = '']) => word)
  const table = (name: string) => words(new RegExp(`^${name} = [^\\]}]*`, 'm').exec(sources)?.[0] ?? '')
  const failures = ['LATE_FAILURES', 'FailureCode', 'BadInputCode'].flatMap((name) => table(name))
  return { failures, refusals: [...table('Code'), ...failures] }
}

function Words({ problems }: { problems: { code: string }[] }) {
  const problemWords = useProblemWords()
  return problems.map((problem) => <li key={problem.code}>{problemWords(problem)}</li>)
}

function Names({ codes }: { codes: string[] }) {
  const nameOf = useFailureName()
  return codes.map((code) => <li key={code}>{nameOf(code)}</li>)
}

const shown = () => screen.getAllByRole('listitem').map((item) => item.textContent)

test('the source of the server is read', () => {
  const { failures, refusals } = codesOfServer()
  expect(failures).toEqual(expect.arrayContaining(['worker_lost', 'quarantined', 'invalid_media']))
  expect(refusals).toEqual(expect.arrayContaining(['conflict', 'queue_full', 'unknown_folder', 'training_off']))
})

test.each(['en', 'zh-CN'] as const)('every code has a sentence (%s)', async (language) => {
  const codes = [...new Set([...codesOfServer().refusals, ...OF_THE_PAGE])]
  await renderPage(<Words problems={codes.map((code) => ({ code, status: 422, detail: '' }))} />, language)
  const told = shown()
  expect(new Set(told).size).toBe(codes.length)
  for (const words of told) expect(words).toMatch(language === 'en' ? /^[A-Z].+\.$/ : /^\p{Script=Han}.+。$/u)
})

test.each(['en', 'zh-CN'] as const)('every reason of a failure has a name (%s)', async (language) => {
  const codes = [...new Set(codesOfServer().failures)]
  await renderPage(<Names codes={codes} />, language)
  for (const name of shown()) expect(name).toMatch(language === 'en' ? /^[A-Z][^_]+$/ : /\p{Script=Han}/u)
})

const refusal = <Code extends string>(status: number, code: Code, detail: string) => ({ status, code, detail })
const conflict = refusal(409, 'conflict', 'Another job is at work on this data set.')

test('the sentence of the server is for those who read English, where it says more', async () => {
  await renderPage(<Words problems={[conflict]} />)
  expect(shown()).toEqual(['Another job is at work on this data set.'])
})

test('in Chinese the same refusal is told by its code', async () => {
  await renderPage(<Words problems={[conflict]} />, 'zh-CN')
  expect(shown()).toEqual(['现在无法这样做，因为情况已有变化。请重新加载页面后再试。'])
})

test('a code that is not known yet falls back to the sentence of the server, a fault of the server to ours', async () => {
  const newer = refusal(422, 'too_dark', 'The picture is too dark.')
  const proxy = refusal(502, 'http_502', 'Bad Gateway')
  await renderPage(<Words problems={[newer, proxy, refusal(0, 'unreachable', 'The server did not answer.')]} />)
  expect(shown()).toEqual([
    'The picture is too dark.',
    'Something went wrong on the server. Try again in a moment.',
    'The server does not answer. Check your connection, then try again.',
  ])
})

test('what a prediction ended with is told like a refusal', async () => {
  const error = { ...refusal(500, 'worker_lost', 'x'), type: '', title: '', instance: '', request_id: '' }
  await renderPage(<Words problems={[aPrediction({ status: 'failed', output: null, error }).error!]} />)
  expect(shown()).toEqual(['The computer that worked on it stopped. Try again.'])
})

test('a fault of the page itself is not blamed on the server', async () => {
  await renderPage(<Words problems={[Object.assign(new Error('x is undefined'), { code: 'none' })]} />)
  expect(shown()).toEqual(['Something went wrong on this page. Try again, or reload it.'])
})
