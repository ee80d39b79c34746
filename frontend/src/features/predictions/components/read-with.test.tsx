import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { aTranscript } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { ReadWith } from './read-with'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const GRAMMARS = [
  { name: 'digits', titles: { en: 'digits', zh: '数字' } },
  { name: 'spelled', titles: { en: 'spelled letters' } },
]

function offering(grammars = GRAMMARS) {
  const { slug, version } = aTranscript().model
  server.use(
    http.get('*/api/v1/models', () =>
      HttpResponse.json({ results: [{ slug, versions: [{ number: version, grammars }] }] }),
    ),
  )
}

test.each([
  [{ keywords: ['yes', 'no'] }, 'Read with 2 words of your own'],
  [{ one_of: ['yes'] }, 'Read as 1 phrase of your own'],
  [{ grammar: 'any' }, 'Read with anything'],
])('an answer says what could be heard (%j)', async (options, words) => {
  offering([])
  await renderPage(<ReadWith prediction={aTranscript({ options })} />)
  expect(screen.getByText(words)).toBeTruthy()
})

test.each([
  ['en', 'Read with: digits'],
  ['zh-CN', '识别范围：数字'],
] as const)('a grammar is called by its title (%s)', async (language, words) => {
  offering()
  await renderPage(<ReadWith prediction={aTranscript({ options: { grammar: 'digits' } })} />, language)
  expect(await screen.findByText(words)).toBeTruthy()
})

test('the same sound is read again with another grammar, or with anything', async () => {
  offering()
  const asked: unknown[] = []
  server.use(
    http.post('*/retry', async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json(aTranscript({ id: 'another' }), { status: 202 })
    }),
  )
  await renderPage(<ReadWith prediction={aTranscript({ options: { grammar: 'digits' } })} />)
  for (const name of ['spelled letters', 'Anything']) {
    await userEvent.click(await screen.findByRole('button', { name }))
  }
  expect(asked).toEqual([{ options: { grammar: 'spelled' } }, { options: { grammar: 'any' } }])
})

test('a version that offers nothing else asks for nothing', async () => {
  offering([])
  await renderPage(<ReadWith prediction={aTranscript({ options: {} })} />)
  expect(screen.queryByRole('group', { name: 'Read again with' })).toBeNull()
})
