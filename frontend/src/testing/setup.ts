import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'

if (typeof window !== 'undefined') {
  // jsdom has no layout: nothing to scroll, nothing that changes its size, and a window that is narrow. Nor has it
  // addresses for files.
  window.scrollTo = () => undefined
  URL.createObjectURL = () => 'blob:http://slipway.test/1'
  URL.revokeObjectURL = () => undefined
  Element.prototype.scrollIntoView = () => undefined
  Element.prototype.setPointerCapture = () => undefined
  window.matchMedia = () =>
    ({
      matches: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList
  window.ResizeObserver = class {
    observe = () => undefined
    unobserve = () => undefined
    disconnect = () => undefined
  }
}

if (typeof window !== 'undefined') {
  // Nor can its files be read in parts.
  Blob.prototype.arrayBuffer = function () {
    return new Promise((resolve) => {
      const reader = new FileReader()
      reader.onload = () => resolve(reader.result as ArrayBuffer)
      reader.readAsArrayBuffer(this)
    })
  }
}

// Nor has it a canvas: a chart is read by its words and its table.
vi.mock('uplot', async (original) => {
  const { default: real } = await original<{ default: object }>()
  class Blind {
    /** The options of all charts so far. */
    static readonly drawn: unknown[] = []
    constructor(options: unknown) {
      Blind.drawn.push(options)
    }
    cursor = {}
    setSize = () => undefined
    setData = () => undefined
    setCursor = () => undefined
    destroy = () => undefined
  }
  return { default: Object.assign(Blind, real) }
})

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
