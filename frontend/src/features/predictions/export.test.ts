import { strFromU8, unzipSync } from 'fflate'
import { expect, test, vi } from 'vitest'
import type { Prediction } from '@/api/types'
import { downloadBlob } from '@/lib/download'
import { aPrediction, aTranscript } from '@/testing/predictions'
import { exportPredictions, toCsv } from './export'

vi.mock('@/lib/download', async (original) => ({ ...(await original<object>()), downloadBlob: vi.fn() }))

test('a table has one row per prediction with the answer that its kind has', () => {
  const [head, picture, sound] = toCsv([aPrediction(), aTranscript()]).trimEnd().split('\r\n')
  expect(head).toBe(
    'id,file,kind,status,model,version,answer,confidence,seconds,created_at,answered_by,model_answer,familiar,outside,sure',
  )
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
  expect(row).toMatch(/,person,SEVEN OF CLUBS,,,$/)
  expect(toCsv([aTranscript()])).toMatch(/,model,SEVEN OF CLUBS,,,\r\n$/)
})

test('a table says how familiar each file was, whether outside, and whether its answer was sure', () => {
  const ends = (output: Prediction['output']) =>
    toCsv([aPrediction({ output })])
      .trimEnd()
      .split(',')
      .slice(-3)
  const labels = [{ label: 'cat', index: 3, score: 0.971 }]
  expect(ends({ labels, familiar: 0.4, sure: true })).toEqual(['0.4', 'false', 'true'])
  expect(ends({ labels, familiar: 0.01, outside: true, sure: false })).toEqual(['0.01', 'true', 'false'])
  expect(ends({ labels, sure: true })).toEqual(['', '', 'true'])
})

test('a zip has the texts that count as files of their own, and keeps two of one name apart', async () => {
  const feedback = { text: 'SEVEN OF HEARTS', at: '2026-11-22T10:01:00Z' }
  const rows = [aPrediction(), aTranscript({ id: 'x-000001', feedback }), aTranscript({ id: 'x-000002' })]
  await exportPredictions(rows, 'zip')
  const [blob, name] = vi.mocked(downloadBlob).mock.lastCall!
  expect(name).toMatch(/^slipway-\d{4}-\d\d-\d\d\.zip$/)
  const reader = new FileReader()
  reader.readAsArrayBuffer(blob)
  await new Promise((resolve) => (reader.onload = resolve))
  const files = unzipSync(new Uint8Array(reader.result as ArrayBuffer))
  expect(Object.keys(files).sort()).toEqual([
    'predictions.csv',
    'predictions.json',
    'texts/clubs-000001.txt',
    'texts/clubs-000002.txt',
  ])
  const text = (path: string) => strFromU8(files[path] ?? new Uint8Array())
  expect(text('texts/clubs-000001.txt')).toBe('SEVEN OF HEARTS\n')
  expect(text('texts/clubs-000002.txt')).toBe('SEVEN OF CLUBS\n')
  expect(JSON.parse(text('predictions.json'))).toHaveLength(3)
})
