import { expect, test } from 'vitest'
import { aPrediction, aTranscript } from '@/testing/predictions'
import { answerOf, wordsOf } from './answer'

const at = '2026-11-22T10:01:00Z'

test('the answer is what the model said, with how sure it is', () => {
  expect(answerOf(aPrediction())).toEqual({ label: 'cat', confidence: 0.971, by: 'model' })
  expect(answerOf(aTranscript())).toEqual({ text: 'SEVEN OF CLUBS', confidence: 0.79, by: 'model' })
})

test('a person who corrects it is the answer, and what the model said stays known', () => {
  expect(answerOf(aPrediction({ feedback: { label: 'ship', at } }))).toMatchObject({
    label: 'ship',
    confidence: null,
    by: 'person',
    insteadOf: 'cat',
  })
  const corrected = answerOf(aTranscript({ feedback: { text: 'SEVEN OF HEARTS', at } }))
  expect(corrected).toMatchObject({ text: 'SEVEN OF HEARTS', by: 'person', insteadOf: 'SEVEN OF CLUBS' })
})

test('a person who says that it is right takes nothing from the model', () => {
  const confirmed = answerOf(aPrediction({ feedback: { correct: true, at } }))
  expect(confirmed).toMatchObject({ label: 'cat', by: 'person' })
  expect(confirmed?.insteadOf).toBeUndefined()
})

test('words may be corrected to silence and silence to words', () => {
  expect(wordsOf(answerOf(aTranscript({ feedback: { text: '', at } })))).toBe('')
  const silent = aTranscript({ output: { text: '', words: [], confidence: 1 }, feedback: { text: 'SEVEN', at } })
  expect(answerOf(silent)).toMatchObject({ text: 'SEVEN', insteadOf: '' })
})

test('there is no answer before the model has answered', () => {
  expect(answerOf(aPrediction({ status: 'processing', output: null }))).toBeNull()
  expect(wordsOf(null)).toBe('')
})
