import { expect, test } from 'vitest'
import { choicesOf, freezable } from './choices'
import type { Finding } from './types'

const finding = (code: string, severity: Finding['severity'], leaving: number): Finding => ({
  code,
  severity,
  leaving,
  sentence: '',
  advice: '',
  cases: [],
  cases_total: 0,
})

test('a set with an error is frozen only without the files of that error', () => {
  const findings = [finding('unreadable', 'error', 2), finding('duplicates', 'warning', 3)]
  expect(freezable({ findings }, [])).toBe(false)
  expect(freezable({ findings }, ['unreadable'])).toBe(true)
  expect(freezable({ findings: [finding('one-class', 'error', 0)] }, ['one-class'])).toBe(false)
})

test('a second look begins with the choices of the first', () => {
  expect(choicesOf({})).toEqual({ seed: 1, splitting: 'source', validation: 0.1, test: 0.1, exclude: [] })
  expect(choicesOf({ seed: 7, exclude: ['silent'], case: 'lower', title: 'x' })).toEqual({
    seed: 7,
    splitting: 'source',
    validation: 0.1,
    test: 0.1,
    exclude: ['silent'],
    case: 'lower',
  })
})
