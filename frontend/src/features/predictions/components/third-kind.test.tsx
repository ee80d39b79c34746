import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Kind, Prediction } from '@/api/types'
import { aPrediction, aTranscript } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { PredictionCard } from './prediction-card'

const kind = 'sound-classification' as Kind

function aSound(change: Partial<Prediction> = {}): Prediction {
  return aTranscript({ kind, output: aPrediction().output, ...change })
}

test('a kind that the page has never heard of is shown by what its file and its answer are', async () => {
  await renderPage(<PredictionCard prediction={aSound()} />)
  expect(screen.getByText('cat', { selector: 'p > span' })).toBeTruthy()
  expect(screen.getByText('97.1 %')).toBeTruthy()
  expect(screen.getByRole('button', { name: /play/i })).toBeTruthy()
  expect(screen.getByText('Done in 0.03 s')).toBeTruthy()
})

test('what was corrected is shown for such a kind too', async () => {
  const feedback = { label: 'dog', at: '2026-11-22T10:00:00.000000Z' }
  await renderPage(<PredictionCard prediction={aSound({ feedback })} />)
  expect(screen.getByText('dog', { selector: 'p > span' })).toBeTruthy()
})

test('a picture that is answered with a text shows both', async () => {
  const output = { text: 'A cat on a mat', words: [], confidence: 0.9 }
  await renderPage(<PredictionCard prediction={aPrediction({ kind, output })} />)
  expect(screen.getByText('A cat on a mat', { selector: 'p' })).toBeTruthy()
  expect(screen.getByRole('img', { name: 'cat.jpg' })).toBeTruthy()
})
