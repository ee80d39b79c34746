import { expect, test } from 'vitest'
import { aPrediction, aTranscript } from '@/testing/predictions'
import { toCsv } from './export'

test('a table has one row per prediction with the answer that its kind has', () => {
  const [head, picture, sound] = toCsv([aPrediction(), aTranscript()]).trimEnd().split('\r\n')
  expect(head).toBe('id,file,kind,status,model,version,answer,confidence,seconds,created_at,answered_by,model_answer')
  expect(picture).toContain(',cat.jpg,image-classification,succeeded,resnet-cifar10,3,cat,0.971,0.031,')
  expect(sound).toContain(',clubs.wav,speech-recognition,succeeded,wav2vec2-small,2,SEVEN OF CLUBS,0.79,')
})

test('a file name can neither break the table nor run as a formula', () => {
  const { input } = aPrediction()
  const csv = toCsv([aPrediction({ input: { ...input, name: '=cmd("a"),b.jpg' } })])
  expect(csv).toContain(`,"'=cmd(""a""),b.jpg",`)
})

test('a table holds what a person said is right, and beside it what the model said', () => {
  const feedback = { text: 'SEVEN OF HEARTS', at: '2026-11-22T10:01:00Z' }
  const row = toCsv([aTranscript({ feedback })]).split('\r\n')[1]
  expect(row).toContain(',SEVEN OF HEARTS,,')
  expect(row).toMatch(/,person,SEVEN OF CLUBS$/)
  expect(toCsv([aTranscript()])).toMatch(/,model,SEVEN OF CLUBS\r\n$/)
})
