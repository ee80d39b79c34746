import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { Card, CardTitle } from '@/components/ui/card'
import { subscribeTheme } from '@/lib/theme'
import { dataOf, optionsOf } from '../chart-options'
import { at, isEmpty, type Series, stepsOf } from '../curve-series'

export interface LineChartProps {
  title: string
  series: Series[]
  /** Words of a value, on the axis and in the legend. */
  axis: (value: number) => string
  value: (value: number) => string
  step: (value: number) => string
  fromZero?: boolean
}

const HEIGHT = 220

/** Lines over the steps, with a legend that tells the values under the cursor. */
export function LineChart(props: LineChartProps) {
  const { t } = useTranslation('training')
  const { title, series, value, step } = props
  const [cursor, setCursor] = useState<number | null>(null)
  const steps = stepsOf(series)
  const here = cursor === null ? steps.at(-1) : steps[cursor]
  const words = (one: Series, moment: number | undefined) => {
    const found = moment === undefined ? null : at(one, moment)
    return found === null ? '–' : value(found)
  }
  return (
    <Card className="flex min-w-0 flex-col p-4">
      <CardTitle className="flex flex-wrap items-baseline gap-x-2">
        {title}{' '}
        <span className="text-xs font-normal tracking-normal text-muted tabular-nums">{here === undefined ? '' : t('atStep', { number: step(here) })}</span>
      </CardTitle>
      <div aria-hidden className="mt-1.5 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        {series.map((one) => (
          <span key={one.label} title={one.label} className="inline-flex max-w-full min-w-0 items-center gap-1.5 whitespace-nowrap">
            <svg viewBox="0 0 18 4" className="h-1 w-[18px] shrink-0">
              <line x1="0" y1="2" x2="18" y2="2" stroke={`var(--chart-${one.colour})`} strokeWidth="2.5" strokeDasharray={one.dash?.join(' ')} />
            </svg>
            <span className="max-w-48 truncate">{one.label}</span>
            <span className="font-medium text-foreground tabular-nums">{words(one, here)}</span>
          </span>
        ))}
      </div>
      <div className="mt-2">
        {isEmpty(series) ? (
          <p className="flex h-55 items-center justify-center rounded-md border border-dashed px-6 text-center text-sm text-muted">{t('curves.none')}</p>
        ) : (
          <Canvas
            {...props}
            steps={steps}
            cursor={cursor}
            onCursor={setCursor}
            words={(index) => `${t('atStep', { number: step(steps[index] ?? 0) })}: ${series.map((one) => `${one.label} ${words(one, steps[index])}`).join(', ')}`}
          />
        )}
      </div>
    </Card>
  )
}

interface CanvasProps extends LineChartProps {
  steps: number[]
  cursor: number | null
  onCursor: (index: number | null) => void
  words: (index: number) => string
}

/** A canvas that can be read with the arrow keys: to a screen reader it is a slider along the steps. */
function Canvas({ title, series, axis, step, fromZero = false, steps, cursor, onCursor, words }: CanvasProps) {
  const { t, i18n } = useTranslation('training')
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  // The colours of a canvas do not follow the page by themselves.
  const dark = useSyncExternalStore(subscribeTheme, () => document.documentElement.classList.contains('dark'))
  const look = series.map(({ colour, dash }) => `${colour} ${dash?.join() ?? ''}`).join(';')

  useEffect(() => {
    const element = box.current
    if (!element) return
    const size = () => ({ width: element.clientWidth, height: HEIGHT })
    const drawn = new uPlot(optionsOf({ lines: series, axis, step, fromZero }, size(), onCursor), dataOf(series), element)
    plot.current = drawn
    const watch = new ResizeObserver(() => drawn.setSize(size()))
    watch.observe(element)
    return () => {
      watch.disconnect()
      drawn.destroy()
      plot.current = null
    }
    // New points go into the chart that is there, see below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [look, dark, i18n.language])

  useEffect(() => {
    plot.current?.setData(dataOf(series))
  }, [series])

  const last = steps.length - 1
  const point = (index: number | null) => {
    const drawn = plot.current
    if (!drawn) return
    drawn.setCursor(index === null ? { left: -10, top: -10 } : { left: drawn.valToPos(steps[index] ?? 0, 'x'), top: 8 })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const here = cursor ?? last + 1
    const target = { ArrowLeft: here - 1, ArrowRight: here + 1, PageUp: here + 10, PageDown: here - 10, Home: 0, End: last }[event.key]
    if (target !== undefined) point(Math.max(0, Math.min(last, target)))
    else if (event.key === 'Escape') point(null)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={t('curves.label', { title })}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={cursor ?? last}
      aria-valuetext={words(cursor ?? last)}
      onKeyDown={onKeyDown}
      onBlur={() => point(null)}
      className="w-full rounded-sm [&_.u-cursor-x]:border-l [&_.u-cursor-x]:border-dashed [&_.u-cursor-x]:border-muted"
      style={{ height: HEIGHT }}
    />
  )
}
