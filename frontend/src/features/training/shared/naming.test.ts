import { expect, test } from 'vitest'
import { adviceOf, isArchive, isModelFile, slugOf, titleOf } from './naming'

test('a file name becomes a name and a title', () => {
  expect(slugOf('My_Flowers (2).tar.gz')).toBe('my-flowers-2')
  expect(titleOf('my_flowers-2.ZIP')).toBe('my flowers 2')
  expect(slugOf('花')).toBe('')
  expect(slugOf(`${'a'.repeat(62)}-b`)).toBe('a'.repeat(62))
})

test('only archives are sent', () => {
  expect(['a.zip', 'a.tar.xz', 'a.NPZ', 'a.pdf', 'zip'].map(isArchive)).toEqual([true, true, true, false, false])
})

test('a pickle is no model to take in', () => {
  expect(['a.zip', 'net.ONNX', 'net.pt', 'net.bin', 'a.npz'].map(isModelFile)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
  expect(slugOf('My Net.onnx')).toBe('my-net')
})

test('advice says where in the page files are left out', () => {
  expect(adviceOf('Replace them, or leave them out.', 'leave them out below')).toBe(
    'Replace them, or leave them out below.',
  )
})
