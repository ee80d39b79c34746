import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Prediction } from '@/api/types'
import { aPrediction, aTranscript } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { PredictionRow } from './prediction-row'

const at = '2026-11-22T10:01:00Z'
const cells = async (prediction: Prediction) => {
  const { unmount } = await renderPage(<PredictionRow prediction={prediction} />)
  const [, answer, confidence] = screen.getAllByRole('cell').map((cell) => cell.textContent)
  unmount()
  return [answer, confidence]
}

test('a row tells the answer and beside it how sure the model is', async () => {
  expect(await cells(aPrediction())).toEqual(['cat', '97\u202f%'])
  expect(await cells(aTranscript())).toEqual(['SEVEN OF CLUBS', '79\u202f%'])
})

test('a row tells what a person said is right, and that it was a person', async () => {
  expect(await cells(aPrediction({ feedback: { label: 'ship', at } }))).toEqual(['ship', 'by you'])
  expect(await cells(aTranscript({ feedback: { text: 'SEVEN OF HEARTS', at } }))).toEqual(['SEVEN OF HEARTS', 'by you'])
})

test('a row in doubt says so behind the label, which has little room on a phone', async () => {
  const labels = [{ label: 'cat', index: 3, score: 0.31 }]
  expect(await cells(aPrediction({ output: { labels } }))).toEqual(['cat? Not sure', '31\u202f%'])
})

test('a row that waits has neither', async () => {
  expect(await cells(aPrediction({ status: 'queued', output: null, position: 1 }))).toEqual(['', ''])
})

test('a row has the time alone for a phone and the whole words for all others', async () => {
  await renderPage(<PredictionRow prediction={aPrediction()} />)
  expect(screen.getByText('0.03 s').getAttribute('aria-hidden')).toBe('true')
  expect(screen.getByText('Done in 0.03 s')).toBeTruthy()
})
