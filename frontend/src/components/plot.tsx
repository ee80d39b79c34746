import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useSyncExternalStore } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { cn } from '@/lib/class-names'
import { subscribeTheme } from '@/lib/theme'

export interface PlotProps {
  label: string
  height: number
  /** How it is drawn. It is drawn anew where `look` or the theme is another; new `data` go into the chart that is there. */
  options: (size: { width: number; height: number }) => uPlot.Options
  look: unknown
  data: uPlot.AlignedData
  /** How many places along it can be read; the one that is read, if any; and a place in words. */
  count: number
  cursor: number | null
  words: (index: number) => string
  onMove: (index: number | null, plot: uPlot | null) => void
  /** One was chosen, by click or Enter. */
  onPick?: (index: number) => void
}

/** A canvas that can be read with the arrow keys: to a screen reader it is a slider along its places. */
export function Plot({ label, height, options, look, data, count, cursor, words, onMove, onPick }: PlotProps) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  // The colours of a canvas do not follow the page by themselves.
  const dark = useSyncExternalStore(subscribeTheme, () => document.documentElement.classList.contains('dark'))

  useEffect(() => {
    const element = box.current
    if (!element) return
    const size = () => ({ width: element.clientWidth, height })
    const drawn = new uPlot(options(size()), data, element)
    plot.current = drawn
    const watch = new ResizeObserver(() => drawn.setSize(size()))
    watch.observe(element)
    return () => {
      watch.disconnect()
      drawn.destroy()
      plot.current = null
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [look, dark])

  useEffect(() => {
    plot.current?.setData(data)
  }, [data])

  const last = count - 1
  const move = (index: number | null) => onMove(index, plot.current)
  const onKeyDown = (event: KeyboardEvent) => {
    const here = cursor ?? count
    const target = {
      ArrowLeft: here - 1,
      ArrowRight: here + 1,
      PageUp: here + 10,
      PageDown: here - 10,
      Home: 0,
      End: last,
    }[event.key]
    if (target !== undefined) move(Math.max(0, Math.min(last, target)))
    else if (event.key === 'Escape') move(null)
    else if (event.key === 'Enter' && onPick && cursor !== null) onPick(cursor)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const index = plot.current?.cursor.idx
    // A finger that touches wants to read first.
    if (onPick && index != null && (event.nativeEvent as PointerEvent).pointerType !== 'touch')
      onPick(Math.min(index, last))
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
      onClick={onClick}
      onBlur={() => move(null)}
      className={cn(
        'w-full rounded-sm [&_.u-cursor-x]:border-l [&_.u-cursor-x]:border-dashed [&_.u-cursor-x]:border-muted',
        onPick && 'cursor-pointer',
      )}
      style={{ height }}
    />
  )
}
