import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { aTranscript } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { PredictionCard } from './prediction-card'

test('where some of the words are probably wrong that is said, and where few are it is not', async () => {
  const heard = (high: number) => ({
    text: 'STOP',
    words: [{ word: 'STOP', start: 0, end: 1, confidence: 0.9 }],
    confidence: 0.9,
    familiar: 0.4,
    estimated_wer: { low: 0.05, high },
  })
  const { unmount } = await renderPage(<PredictionCard prediction={aTranscript({ output: heard(0.23) })} />)
  expect(screen.getByText(/5 to 23 of 100 words heard like this are wrong/)).toBeTruthy()
  unmount()
  await renderPage(<PredictionCard prediction={aTranscript({ output: heard(0.11) })} />)
  expect(screen.queryByText(/of 100 words/)).toBeNull()
})
