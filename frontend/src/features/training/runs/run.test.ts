import { expect, test } from 'vitest'
import { aJob, aRun } from '@/testing/training'
import { differences, effortOf, matrixOf, mistakesOf, qualityOf, shareOf, untestedOf } from './run'

test('how far a run is, is not known before it began, and never more than whole', () => {
  const started = {
    steps: 200,
    epochs: 2,
    parameters: 1,
    train_items: 1,
    validation_items: 1,
    processes: 1,
    device: 'cpu',
  }
  expect(shareOf({ started: null, step: 0 })).toBeNull()
  expect(shareOf({ started, step: 50 })).toBe(0.25)
  expect(shareOf({ started, step: 201 })).toBe(1)
})

test('the most frequent mistakes come first, and what was right is none', () => {
  const matrix = matrixOf({
    confusion_labels: ['cat', 'dog'],
    confusion: [
      [5, 3],
      [4, 9],
    ],
  })
  expect(mistakesOf(matrix, 5)).toEqual([
    { right: 'dog', answered: 'cat', count: 4 },
    { right: 'cat', answered: 'dog', count: 3 },
  ])
  expect(mistakesOf(matrix, 1)).toHaveLength(1)
})

test('a label that was answered and not tested has a column and no row, and is named as untested', () => {
  expect(
    matrixOf({
      confusion_labels: ['cat', 'fox'],
      confusion: [
        [5, 3],
        [0, 0],
      ],
    }),
  ).toEqual({ rows: [{ label: 'cat', counts: [5, 3] }], columns: ['cat', 'fox'] })
  expect(untestedOf({ labels: ['cat', 'dog', 'fox'], per_class: { cat: 0.6 } })).toEqual(['dog', 'fox'])
})

test('an evaluation from before labels were left out has a column for each', () => {
  expect(
    matrixOf({
      labels: ['cat', 'dog'],
      confusion: [
        [5, 3],
        [4, 9],
      ],
    }).columns,
  ).toEqual(['cat', 'dog'])
})

test('only what differs between recipes is compared', () => {
  expect(
    differences([
      { epochs: 2, flip: true, widths: [1, 2] },
      { epochs: 3, flip: true, widths: [1, 2] },
    ]),
  ).toEqual([{ name: 'epochs', values: [2, 3] }])
})

test.each([
  ['by its test', { top1: 0.833, validation_top1: 1 }, { metric: 'top1', share: 0.833, tested: true }],
  ['by its test of speech', { wer: 0.2 }, { metric: 'wer', share: 0.2, tested: true }],
  ['by its best epoch where it had no test', { validation_top1: 1 }, { metric: 'top1', share: 0.812, tested: false }],
  ['by its best epoch before its end', null, { metric: 'top1', share: 0.812, tested: false }],
])('how good a run is, is told %s', (_, metrics, quality) => {
  expect(qualityOf(aRun({ metrics }))).toEqual(quality)
})

test('how long a run took is told where it trained in one go', () => {
  const took = (change: Parameters<typeof aJob>[0]) =>
    effortOf(aRun({ job: aJob({ status: 'succeeded', completed_at: '2026-11-22T18:00:41Z', ...change }) }))
  expect(took({})).toEqual({ epochs: 3, seconds: 41 })
  expect(took({ attempt: 2 })).toBeNull()
  expect(took({ status: 'running', completed_at: null })).toBeNull()
})
