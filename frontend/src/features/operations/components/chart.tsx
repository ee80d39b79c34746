import { type KeyboardEvent, useEffect, useRef, useSyncExternalStore } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { subscribeTheme } from '@/lib/theme'
import { dataOf, type Layer, type Look, optionsOf, pointAt } from '../chart-options'

export interface ChartProps {
  label: string
  look: Look
  /** Where each bucket begins, seconds since 1970. */
  times: number[]
  layers: Layer[]
  /** The bucket that is read, shared by all charts of the page. */
  cursor: number | null
  onCursor: (index: number | null) => void
  /** A bucket was chosen, by click or Enter. */
  onPick: (index: number) => void
  /** A bucket with its values in words, for who does not see the chart. */
  words: (index: number) => string
}

const HEIGHT = 208

/** A canvas that can be read with the arrow keys: to a screen reader it is a slider along the time. */
export function Chart({ label, look, times, layers, cursor, onCursor, onPick, words }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const callbacks = useRef({ onCursor, onPick, last: times.length - 1 })
  // The colours of a canvas do not follow the page by themselves.
  const dark = useSyncExternalStore(subscribeTheme, () => document.documentElement.classList.contains('dark'))
  const data = dataOf(times, layers, look.shape)

  useEffect(() => {
    const element = box.current
    if (!element) return
    const drawn = new uPlot(
      optionsOf(look, { width: element.clientWidth, height: HEIGHT }, (index) =>
        // The point at the very end belongs to the last bucket.
        callbacks.current.onCursor(index === null ? null : Math.min(index, callbacks.current.last)),
      ),
      data,
      element,
    )
    plot.current = drawn
    const pick = (event: MouseEvent) => {
      // A finger that touches wants to read first.
      if (drawn.cursor.idx != null && (event as PointerEvent).pointerType !== 'touch') callbacks.current.onPick(Math.min(drawn.cursor.idx, callbacks.current.last))
    }
    drawn.over.addEventListener('click', pick)
    const watch = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT }))
    watch.observe(element)
    return () => {
      watch.disconnect()
      drawn.destroy()
      plot.current = null
    }
    // New data go into the chart that is there, see below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [look, dark])

  useEffect(() => {
    callbacks.current = { onCursor, onPick, last: times.length - 1 }
    plot.current?.setData(data)
  })

  const last = times.length - 1
  const onKeyDown = (event: KeyboardEvent) => {
    const here = cursor ?? last + 1
    const target = { ArrowLeft: here - 1, ArrowRight: here + 1, PageUp: here + 10, PageDown: here - 10, Home: 0, End: last }[event.key]
    if (target !== undefined) pointAt(times[Math.max(0, Math.min(last, target))] ?? null)
    else if (event.key === 'Escape') pointAt(null)
    else if (event.key === 'Enter' && cursor !== null) onPick(cursor)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={cursor ?? last}
      aria-valuetext={words(cursor ?? last)}
      onKeyDown={onKeyDown}
      onBlur={() => pointAt(null)}
      className="w-full cursor-pointer rounded-sm [&_.u-cursor-x]:border-l [&_.u-cursor-x]:border-dashed [&_.u-cursor-x]:border-muted"
      style={{ height: HEIGHT }}
    />
  )
}
