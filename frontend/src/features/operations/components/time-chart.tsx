import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Layer, Shape } from '@/components/chart-layers'
import type { Look } from '@/components/chart-options'
import { ChartPanel } from '@/components/chart-panel'
import { formatDuration, formatNumber, formatPercent } from '@/lib/format'
import { isEmpty, isUnknown } from '../figures'
import { anySteps, bucketLabel, inUnit, stepsIn, tickLabel, timeSteps, unitFor, wholeSteps } from '../scale'
import type { Range } from '../search'

/** What all charts of the page share: their buckets, and the place that is read in all of them. */
export interface Along {
  range: Range
  times: number[]
  /** Of a bucket, in seconds. */
  length: number
  cursor: number | null
  onCursor: (index: number | null) => void
  onPick: (index: number) => void
}

export interface TimeChartProps extends Along {
  title: string
  unit: string
  shape: Shape
  measure: 'seconds' | 'whole' | 'rate' | 'share'
  layers: Layer[]
  /** What is said where there is nothing to draw. */
  nothing: string
  /** Nothing but zeros is worth a chart. */
  zeros?: boolean
  action?: ReactNode
}

/** Figures of each bucket of the range. */
export function TimeChart({ title, unit, nothing, zeros = false, action, ...props }: TimeChartProps) {
  const { t, i18n } = useTranslation('operations')
  const { range, times, length, cursor, onCursor, onPick, layers, measure } = props
  const language = i18n.language
  const words = {
    seconds: (value: number) => formatDuration(value, language),
    whole: (value: number) => formatNumber(value, language),
    rate: (value: number) => formatNumber(value, language),
    share: (value: number) => formatPercent(value, language),
  }
  return (
    <ChartPanel
      title={title}
      aside={unit}
      label={t('chart.label', { title, unit })}
      along={t('chart.time')}
      places={times}
      place={(index) => bucketLabel(times[index] ?? 0, length, range, language)}
      look={useLook(props)}
      layers={layers}
      value={words[measure]}
      empty={(zeros ? isUnknown : isEmpty)(layers.map(({ values }) => values)) ? nothing : null}
      // The point at the very end belongs to the last bucket.
      cursor={cursor === null || times.length === 0 ? null : Math.min(cursor, times.length - 1)}
      onCursor={onCursor}
      onPick={onPick}
      action={action}
    />
  )
}

const highestOf = (layers: Layer[]) => Math.max(0, ...layers.flatMap(({ values }) => values.map((value) => value ?? 0)))

/** Keeps its identity until something visible of it changes: a chart is built anew for a new look. */
function useLook({ shape, layers, measure, range }: Pick<TimeChartProps, 'shape' | 'layers' | 'measure' | 'range'>) {
  const { i18n } = useTranslation()
  const language = i18n.language
  // What is stacked reaches as high as all of it.
  const highest = shape === 'stack' ? layers.reduce((total, layer) => total + highestOf([layer]), 0) : highestOf(layers)
  const unit = measure === 'seconds' ? unitFor(highest) : null
  const drawn = layers.map(({ colour, dash }) => ({ colour, ...(dash ? { dash } : {}) }))
  return useMemo(
    (): Look => ({
      shape,
      layers: drawn,
      along: 'buckets',
      tickSteps: timeSteps,
      lineSteps: unit ? stepsIn(unit) : measure === 'whole' ? wholeSteps : anySteps,
      values: { from: 'zero', most: measure === 'share' ? 1 : undefined },
      cursor: 'operations',
      axis: (value) =>
        unit
          ? inUnit(value, unit, language)
          : measure === 'share'
            ? formatPercent(value, language, 0)
            : formatNumber(value, language),
      tick: (seconds) => tickLabel(seconds, range, language),
    }),
    // The layers' looks follow from the shape and the measure.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [shape, range, language, unit, measure],
  )
}
