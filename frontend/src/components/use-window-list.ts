import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type Key, type RefCallback, useCallback, useState } from 'react'

export interface WindowListOptions {
  count: number
  /** Pixels, as far as it is known before a row is drawn. */
  height: number
  /** Pixels between two rows. */
  gap?: number
  keyOf: (index: number) => Key
  /** How many rows beyond the window are drawn. */
  overscan: number
  /** A row that stays however far the reader scrolls: the one that has the focus, or the keyboard would lose its place. */
  keep?: number
  /** Pixels that something lies over both ends of the window. */
  covered?: number
  /** The end is so many rows away, or less. */
  near: number
  onEnd: () => void
}

export interface WindowRow {
  index: number
  key: Key
  /** Pixels below the first row. */
  top: number
  height: number
}

export interface WindowList {
  /** The ref of the element that holds the rows, which is as tall as all of them together. */
  follow: RefCallback<HTMLDivElement>
  totalHeight: number
  /** Those near the window. */
  shown: WindowRow[]
  /** A ref for rows whose height is not known before; they carry `data-index`. */
  measure: RefCallback<Element>
  scrollTo: (index: number) => void
}

/** A long list that scrolls with the page, and of which only the rows near the window exist. */
export function useWindowList(options: WindowListOptions): WindowList {
  const { count, height, gap = 0, keyOf, overscan, keep, covered = 0, near, onEnd } = options
  const [margin, setMargin] = useState(0)
  // Measured when something changes its size, not at every step of a scroll: measuring makes the browser lay out.
  const follow = useCallback((element: HTMLDivElement) => {
    const observer = new ResizeObserver(() => setMargin(topOf(element)))
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    getItemKey: keyOf,
    gap,
    overscan,
    scrollMargin: margin,
    scrollPaddingStart: covered,
    scrollPaddingEnd: covered,
    rangeExtractor: (range) =>
      keep === undefined
        ? defaultRangeExtractor(range)
        : [...new Set([keep, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
    onChange: ({ range }) => {
      if (range && range.endIndex >= count - near) onEnd()
    },
  })
  return {
    follow,
    totalHeight: virtualizer.getTotalSize(),
    shown: virtualizer
      .getVirtualItems()
      .map(({ index, key, start, size }) => ({ index, key, top: start - margin, height: size })),
    measure: virtualizer.measureElement,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  }
}

/** Where the rows begin in the page, however far it is scrolled. */
function topOf(element: HTMLElement): number {
  return Math.round(element.getBoundingClientRect().top + window.scrollY)
}
