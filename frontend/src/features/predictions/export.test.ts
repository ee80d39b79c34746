import { expect, test } from 'vitest'
import { aPrediction, aTranscript } from '@/testing/predictions'
import { toCsv } from './export'

test('a table has one row per prediction with the answer that its kind has', () => {
  const [head, picture, sound] = toCsv([aPrediction(), aTranscript()]).trimEnd().split('\r\n')
  expect(head).toBe('id,file,kind,status,model,version,answer,confidence,seconds,created_at')
  expect(picture).toContain(',cat.jpg,image-classification,succeeded,resnet-cifar10,3,cat,0.971,0.031,')
  expect(sound).toContain(',clubs.wav,speech-recognition,succeeded,wav2vec2-small,2,SEVEN OF CLUBS,0.79,')
})

test('a file name can neither break the table nor run as a formula', () => {
  const { input } = aPrediction()
  const csv = toCsv([aPrediction({ input: { ...input, name: '=cmd("a"),b.jpg' } })])
  expect(csv).toContain(`,"'=cmd(""a""),b.jpg",`)
})
