import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationsOverview } from '@/api/types'
import type { Layer, Shape } from '@/components/chart-layers'
import type { Look } from '@/components/chart-options'
import { ChartPanel } from '@/components/chart-panel'
import { formatDuration, formatNumber } from '@/lib/format'
import { isEmpty, perMinute, timesOf } from '../figures'
import { anySteps, bucketLabel, inUnit, stepsIn, tickLabel, timeSteps, type Unit, unitFor, wholeSteps } from '../scale'
import type { Range } from '../search'

export interface ChartsProps {
  overview: OperationsOverview
  range: Range
  /** A bucket was chosen; moments as ISO. */
  onPick: (from: string, to: string) => void
}

const longestOf = (layers: Layer[]) =>
  Math.max(0, ...layers.flatMap((layer) => layer.values.map((value) => value ?? 0)))

export function Charts({ overview, range, onPick }: ChartsProps) {
  const { t, i18n } = useTranslation('operations')
  const language = i18n.language
  const [cursor, setCursor] = useState<number | null>(null)
  const times = timesOf(overview)
  const length = overview.bucket_seconds
  const last = t(`last.${range}`)
  const latency = useLatency(overview)
  const stages = useStages(overview)
  const stagesTop = stages.reduce((total, layer) => total + longestOf([layer]), 0)
  const counts: Layer[] = [
    { label: t('chart.waiting'), colour: 'orange', values: overview.series.map((bucket) => bucket.waiting) },
  ]
  const rates: Layer[] = [
    { label: t('chart.succeeded'), colour: 'blue', values: perMinute(overview, 'succeeded') },
    { label: t('chart.failed'), colour: 'vermilion', values: perMinute(overview, 'failed') },
  ]
  const seconds = (value: number) => formatDuration(value, language)
  const number = (value: number) => formatNumber(value, language)
  const noneAnswered = t('chart.noneAnswered', { last })
  const panel = (title: string, unit: string, look: Look, layers: Layer[], nothing: string) => ({
    title,
    aside: unit,
    label: t('chart.label', { title, unit }),
    along: t('chart.time'),
    places: times,
    place: (index: number) => bucketLabel(times[index] ?? 0, length, range, language),
    look,
    layers,
    empty: isEmpty(layers.map(({ values }) => values)) ? nothing : null,
    // The point at the very end belongs to the last bucket.
    cursor: cursor === null || times.length === 0 ? null : Math.min(cursor, times.length - 1),
    onCursor: setCursor,
    onPick: (index: number) => {
      const start = times[index] ?? 0
      onPick(new Date(start * 1000).toISOString(), new Date((start + length) * 1000).toISOString())
    },
  })
  const latencyLook = useDurationLook('lines', latency, unitFor(longestOf(latency)), range)
  const stagesLook = useDurationLook('stack', stages, unitFor(stagesTop), range)
  const countsLook = useCountLook('area', counts, wholeSteps, range)
  const ratesLook = useCountLook('bars', rates, anySteps, range)
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartPanel
        {...panel(t('chart.latency'), t('chart.latencyUnit'), latencyLook, latency, noneAnswered)}
        value={seconds}
      />
      <ChartPanel
        {...panel(t('chart.stages'), t('chart.stagesUnit'), stagesLook, stages, noneAnswered)}
        value={seconds}
      />
      <ChartPanel
        {...panel(t('chart.queue'), t('chart.queueUnit'), countsLook, counts, t('chart.noneWaited', { last }))}
        value={number}
      />
      <ChartPanel
        {...panel(t('chart.throughput'), t('chart.throughputUnit'), ratesLook, rates, noneAnswered)}
        value={number}
      />
    </div>
  )
}

function useLatency({ series }: OperationsOverview): Layer[] {
  const { t } = useTranslation('operations')
  return [
    { label: t('chart.p50'), colour: 'blue', values: series.map((bucket) => bucket.p50) },
    { label: t('chart.p95'), colour: 'purple', values: series.map((bucket) => bucket.p95), dash: [7, 3] },
    { label: t('chart.p99'), colour: 'ink', values: series.map((bucket) => bucket.p99), dash: [2, 3] },
  ]
}

/** From the bottom: dark and light layers take turns, so that they part in grey as well. */
function useStages({ series }: OperationsOverview): Layer[] {
  const { t } = useTranslation('operations')
  return [
    { label: t('stage.predict'), colour: 'blue', values: series.map(({ stages }) => stages?.predict ?? null) },
    { label: t('stage.preprocess'), colour: 'purple', values: series.map(({ stages }) => stages?.preprocess ?? null) },
    { label: t('stage.postprocess'), colour: 'green', values: series.map(({ stages }) => stages?.postprocess ?? null) },
    { label: t('stage.queue'), colour: 'orange', values: series.map(({ stages }) => stages?.queue ?? null) },
  ]
}

function useDurationLook(shape: Shape, layers: Layer[], unit: Unit, range: Range): Look {
  const { i18n } = useTranslation()
  return useLook(shape, layers, stepsIn(unit), range, (value) => inUnit(value, unit, i18n.language), unit)
}

function useCountLook(shape: Shape, layers: Layer[], steps: number[], range: Range): Look {
  const { i18n } = useTranslation()
  return useLook(shape, layers, steps, range, (value) => formatNumber(value, i18n.language), 'count')
}

/** Keeps its identity until something visible of it changes: a chart is built anew for a new look. */
function useLook(
  shape: Shape,
  layers: Layer[],
  steps: number[],
  range: Range,
  axis: (value: number) => string,
  unit: string,
): Look {
  const { i18n } = useTranslation()
  const language = i18n.language
  return useMemo(
    () => ({
      shape,
      layers: layers.map(({ colour, dash }) => ({ colour, ...(dash ? { dash } : {}) })),
      along: 'buckets' as const,
      tickSteps: timeSteps,
      lineSteps: steps,
      values: { from: 'zero' as const },
      cursor: 'operations',
      axis,
      tick: (seconds: number) => tickLabel(seconds, range, language),
    }),
    // The layers' looks, the steps and the words of the axis follow from these.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [shape, range, language, unit],
  )
}
