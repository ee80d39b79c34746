import { act, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { useState } from 'react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { keys } from '@/api/keys'
import type { Prediction, Transcript } from '@/api/types'
import { aPrediction, aTranscript } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { PredictionCard } from './prediction-card'

const spoken: Transcript = {
  text: 'SEVEN OF HEARTS',
  words: [
    { word: 'SEVEN', start: 0.3, end: 0.8, confidence: 0.98 },
    { word: 'OF', start: 0.9, end: 1.0, confidence: 0.43 },
    { word: 'HEARTS', start: 1.1, end: 1.6, confidence: 1 },
  ],
  confidence: 0.8,
}
const server = setupServer(
  http.get('*/api/v1/models', () => HttpResponse.json({ results: [] })),
  http.get('*/api/v1/predictions/:id/transcript', () => HttpResponse.json(spoken)),
  http.get('*/api/v1/predictions/:id/input', () => new HttpResponse(new Uint8Array([1]))),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const at = '2026-11-22T10:01:00Z'
const heading = (text: string) => screen.getByText(text, { selector: 'p, p > span' })

test('a sure picture is named in large, with its share', async () => {
  await renderPage(<PredictionCard prediction={aPrediction()} />)
  expect(heading('cat')).toBeTruthy()
  expect(screen.getByText('97.1 %')).toBeTruthy()
  expect(screen.getByText('Done in 0.03 s')).toBeTruthy()
})

test('what is under one per cent is counted, not drawn', async () => {
  const labels = [0.978, 0.012, 0.006, 0.003, 0.001].map((score, index) => ({ label: `label ${index}`, index, score }))
  await renderPage(<PredictionCard prediction={aPrediction({ output: { labels } })} />)
  expect(screen.getAllByText('label 0')).toHaveLength(1)
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['label 11.2\u202f%'])
  expect(screen.getByText(/^3 others, each under 1\s%$/)).toBeTruthy()
})

test('what is less sure than its threshold reads "not sure", however likely', async () => {
  const output = { labels: [{ label: 'cat', index: 3, score: 0.8 }], sure: false }
  await renderPage(<PredictionCard prediction={aPrediction({ output })} />)
  expect(heading('Not sure')).toBeTruthy()
})

test('below one half the picture reads "not sure", whatever label leads', async () => {
  const labels = [
    { label: 'cat', index: 3, score: 0.49 },
    { label: 'dog', index: 5, score: 0.4 },
  ]
  await renderPage(<PredictionCard prediction={aPrediction({ output: { labels } })} />)
  expect(heading('Not sure')).toBeTruthy()
  expect(screen.getByText('maybe cat')).toBeTruthy()
})

test('what is unlike anything that the model learned is told as a guess, without a share', async () => {
  const output = { labels: [{ label: 'dog', index: 5, score: 0.978 }], familiar: 0.003, outside: true }
  await renderPage(<PredictionCard prediction={aPrediction({ output })} />)
  expect(screen.getByText('Unlike anything resnet-cifar10 learned; its nearest guess is dog.')).toBeTruthy()
  expect(screen.queryByText('dog', { selector: 'p > span' })).toBeNull()
})

test('what a person calls it counts, however unlike it is', async () => {
  const output = { labels: [{ label: 'dog', index: 5, score: 0.978 }], familiar: 0.003, outside: true }
  await renderPage(<PredictionCard prediction={aPrediction({ output, feedback: { label: 'astronaut', at } })} />)
  expect(heading('astronaut')).toBeTruthy()
  expect(screen.queryByText(/^Unlike anything/)).toBeNull()
})

test('a waiting card says its place and how long', async () => {
  await renderPage(
    <PredictionCard prediction={aPrediction({ status: 'queued', output: null, position: 3, eta_seconds: 4.2 })} />,
  )
  expect(screen.getByText('3rd in line, about 5 s')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy()
})

test.each([
  ['en', ['In line', 'Next in line', 'Running', 'Done, already known', 'Failed', 'Canceled']],
  ['zh-CN', ['排队中', '下一个就是它', '运行中', '完成，此前已有结果', '失败', '已取消']],
] as const)('a card says in words how it stands (%s)', async (language, words) => {
  const states: Partial<Prediction>[] = [
    { status: 'queued', output: null },
    { status: 'queued', output: null, position: 1 },
    { status: 'processing', output: null },
    { cached: true },
    { status: 'failed', output: null },
    { status: 'canceled', output: null },
  ]
  for (const [index, state] of states.entries()) {
    const { unmount } = await renderPage(<PredictionCard prediction={aPrediction(state)} />, language)
    expect(screen.getByText(words[index] ?? '')).toBeTruthy()
    unmount()
  }
})

test('a failed card says why in a sentence and offers another try', async () => {
  const error = {
    type: 'about:blank',
    title: '',
    status: 500,
    detail: 'x',
    instance: '',
    code: 'worker_lost' as const,
    request_id: '',
  }
  await renderPage(<PredictionCard prediction={aPrediction({ status: 'failed', output: null, error })} />)
  expect(screen.getByRole('alert').textContent).toContain('The computer that worked on it stopped.')
  expect(screen.getByRole('button', { name: 'Run again' })).toBeTruthy()
})

test('an unsure word tells its doubt to the eye and to the ear', async () => {
  await renderPage(<PredictionCard prediction={aTranscript()} />)
  const unsure = screen.getByRole('button', { name: /^OF, at 0:00, unsure: 43.%$/ })
  expect(unsure.className).toContain('underline')
  expect(screen.getByRole('button', { name: 'SEVEN, at 0:00' }).className).not.toContain('decoration-dotted')
})

test('"Wrong?" finds the right label by typing, and Enter keeps it', async () => {
  const sent: unknown[] = []
  server.use(
    http.put('*/api/v1/predictions/:id/feedback', async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(aPrediction({ feedback: { label: 'ship', at: '2026-11-22T10:01:00Z' } }))
    }),
  )
  const person = userEvent.setup()
  const { client } = await renderPage(<PredictionCard prediction={aPrediction()} />)
  const latest = { number: 3, labels: ['cat', 'dog', 'ship', 'truck'] }
  client.setQueryDefaults(keys.models, { staleTime: Infinity })
  client.setQueryData(keys.models, [{ slug: 'resnet-cifar10', latest, versions: [latest] }])
  await person.click(screen.getByRole('button', { name: 'Wrong?' }))
  const options = () =>
    within(screen.getByRole('listbox'))
      .getAllByRole('option')
      .map((option) => option.textContent)
  expect(options()).toEqual(['cat', 'dog', 'ship', 'truck'])
  await person.keyboard('sh')
  expect(options()).toEqual(['ship'])
  await person.keyboard('{Enter}')
  await expect.poll(() => sent, { timeout: 10_000 }).toEqual([{ label: 'ship' }])
})

test('a text is corrected from where the last correction left it, and kept as feedback', async () => {
  const sent: unknown[] = []
  server.use(
    http.put('*/api/v1/predictions/:id/feedback', async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(aTranscript())
    }),
  )
  const person = userEvent.setup()
  const feedback = { text: 'SEVEN OF DIAMONDS', at }
  await renderPage(<PredictionCard prediction={aTranscript({ feedback })} />)
  await person.click(screen.getByRole('button', { name: 'Edit text' }))
  expect((await screen.findByRole<HTMLTextAreaElement>('textbox')).value).toBe('SEVEN OF DIAMONDS')
  await person.clear(screen.getByRole('textbox'))
  await person.click(screen.getByRole('textbox'))
  await person.paste('SEVEN OF HEARTS')
  await person.keyboard('{Control>}{Enter}{/Control}')
  await expect.poll(() => sent, { timeout: 10_000 }).toEqual([{ text: 'SEVEN OF HEARTS' }])
})

test('a corrected label is the heading and what is copied; what the model said stands below', async () => {
  const person = userEvent.setup()
  await renderPage(<PredictionCard prediction={aPrediction({ feedback: { label: 'ship', at } })} />)
  expect(heading('ship')).toBeTruthy()
  expect(screen.getByText('Corrected by you. The model said “cat”.')).toBeTruthy()
  await person.click(screen.getByRole('button', { name: 'Copy' }))
  expect(await navigator.clipboard.readText()).toBe('ship')
})

test('a label that a person says is right is in no doubt any more', async () => {
  const labels = [{ label: 'cat', index: 3, score: 0.4 }]
  await renderPage(<PredictionCard prediction={aPrediction({ output: { labels }, feedback: { correct: true, at } })} />)
  expect(heading('cat')).toBeTruthy()
  expect(screen.queryByText('Not sure')).toBeNull()
})

test('a corrected text is shown word by word and copied, and what the model heard stands below', async () => {
  const person = userEvent.setup()
  await renderPage(<PredictionCard prediction={aTranscript({ feedback: { text: 'SEVEN OF HEARTS', at } })} />)
  expect(heading('SEVEN OF HEARTS')).toBeTruthy()
  expect(screen.getByText('Corrected by you. The model heard “SEVEN OF CLUBS”.')).toBeTruthy()
  expect(await screen.findByRole('button', { name: 'HEARTS, at 0:01' })).toBeTruthy()
  await person.click(screen.getByRole('button', { name: 'Copy' }))
  expect(await navigator.clipboard.readText()).toBe('SEVEN OF HEARTS')
})

test('one word is corrected where it stands, and the others stay as they are', async () => {
  const sent: unknown[] = []
  server.use(
    http.put('*/api/v1/predictions/:id/feedback', async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(aTranscript({ feedback: { text: 'SEVEN OF HEARTS', at } }))
    }),
  )
  const person = userEvent.setup()
  await renderPage(<PredictionCard prediction={aTranscript()} />)
  screen.getByRole('button', { name: 'SEVEN, at 0:00' }).focus()
  await person.keyboard('{ArrowRight}{ArrowRight}{F2}')
  const word = screen.getByRole<HTMLInputElement>('textbox', { name: 'Correct “CLUBS”' })
  expect(document.activeElement).toBe(word)
  await person.keyboard('HEARTS{Enter}')
  await expect.poll(() => sent).toEqual([{ text: 'SEVEN OF HEARTS' }])
  await expect.poll(() => screen.queryByRole('textbox')).toBeNull()
})

test('a word that cannot be kept stays to be tried again', async () => {
  server.use(http.put('*/api/v1/predictions/:id/feedback', () => HttpResponse.error()))
  const person = userEvent.setup()
  await renderPage(<PredictionCard prediction={aTranscript()} />)
  await person.dblClick(screen.getByRole('button', { name: 'SEVEN, at 0:00' }))
  await person.keyboard('ELEVEN{Enter}')
  await expect.poll(() => screen.getByRole<HTMLInputElement>('textbox').readOnly).toBe(false)
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('ELEVEN')
})

test('Tab reaches one word of many', async () => {
  await renderPage(<PredictionCard prediction={aTranscript()} />)
  const words = within(screen.getByRole('toolbar')).getAllByRole('button')
  expect(words.map((word) => word.tabIndex)).toEqual([0, -1, -1])
})

test('a correction is taken back', async () => {
  const taken: unknown[] = []
  server.use(
    http.delete('*/api/v1/predictions/:id/feedback', ({ params }) => {
      taken.push(params.id)
      return HttpResponse.json(aPrediction())
    }),
  )
  const prediction = aPrediction({ feedback: { label: 'ship', at } })
  await renderPage(<PredictionCard prediction={prediction} />)
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await expect.poll(() => taken).toEqual([prediction.id])
})

test('a label that a person only says is wrong is not called right', async () => {
  await renderPage(<PredictionCard prediction={aPrediction({ feedback: { correct: false, at } })} />)
  expect(screen.getByText('Thank you. Kept as wrong.')).toBeTruthy()
  expect(screen.getByText('97.1 %')).toBeTruthy()
})

test('a text that was corrected elsewhere while it is being edited is told, and the draft stays', async () => {
  const person = userEvent.setup()
  const { rerender } = await renderCard(aTranscript())
  await person.click(screen.getByRole('button', { name: 'Edit text' }))
  await person.type(screen.getByRole('textbox'), ' INDEED')
  rerender(aTranscript({ feedback: { text: 'SEVEN OF HEARTS', at } }))
  expect(screen.getByRole('status').textContent).toContain('to “SEVEN OF HEARTS”. Saving replaces that.')
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('SEVEN OF CLUBS INDEED')
})

/** A card whose prediction changes while it is shown. */
async function renderCard(first: Prediction) {
  let change: (next: Prediction) => void = () => undefined
  function Changing() {
    const [prediction, setPrediction] = useState(first)
    change = setPrediction
    return <PredictionCard prediction={prediction} />
  }
  await renderPage(<Changing />)
  return { rerender: (next: Prediction) => act(() => change(next)) }
}

test('of speech that is unlike what the model knows that is said, in place of how sure it is', async () => {
  const output = {
    text: 'ATERN',
    words: [{ word: 'ATERN', start: 0, end: 1, confidence: 0.76 }],
    confidence: 0.76,
    familiar: 0.01,
    outside: true,
  }
  await renderPage(<PredictionCard prediction={aTranscript({ output })} />)
  expect(screen.getByText(/^This does not sound like what .+ knows: expect most words to be wrong\.$/)).toBeTruthy()
  expect(screen.queryByText(/76 %/, { selector: 'p' })).toBeNull()
})
