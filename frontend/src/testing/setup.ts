import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'

// jsdom has no layout, so there is nothing to scroll.
if (typeof window !== 'undefined') window.scrollTo = () => undefined

// A busy machine answers late, not wrongly.
configure({ asyncUtilTimeout: 10_000 })

// A console error is a fault that nobody looked at: it fails the test that caused it.
beforeEach(() => {
  vi.spyOn(console, 'error')
  vi.spyOn(console, 'warn')
})

afterEach(() => {
  cleanup()
  expect(vi.mocked(console.error).mock.calls).toEqual([])
  expect(vi.mocked(console.warn).mock.calls).toEqual([])
})
