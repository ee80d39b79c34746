import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Look } from '@/components/chart-options'
import { ChartPanel } from '@/components/chart-panel'
import { aligned, isEmpty, type Series } from '../curve-series'

export interface LineChartProps {
  title: string
  series: Series[]
  /** Words of a value, on the axis and in the legend. */
  axis: (value: number) => string
  value: (value: number) => string
  step: (value: number) => string
  range: Look['values']
  action?: ReactNode
}

const WHOLE = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].flatMap((power) => [power, 2 * power, 5 * power])

/** Lines over the steps. */
export function LineChart({ title, series, axis, value, step, range, action }: LineChartProps) {
  const { t, i18n } = useTranslation('runs')
  const [cursor, setCursor] = useState<number | null>(null)
  const { steps, layers } = useMemo(() => aligned(series), [series])
  const looks = layers.map(({ colour, dash }) => ({ colour, ...(dash ? { dash } : {}) }))
  const visible = JSON.stringify([looks, range, i18n.language])
  const look = useMemo<Look>(
    () => ({ shape: 'lines', along: 'steps', layers: looks, tick: step, axis, tickSteps: WHOLE, values: range }),
    // A chart is drawn anew where what is visible of its look has changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [visible],
  )
  const place = (index: number) => t('atStep', { number: step(steps[index] ?? 0) })
  return (
    <ChartPanel
      title={title}
      aside={steps.length > 0 ? place(steps.length - 1) : ''}
      label={t('curves.label', { title })}
      along={t('curves.step')}
      empty={isEmpty(series) ? t('curves.none') : null}
      places={steps}
      onCursor={setCursor}
      holds
      {...{ look, layers, cursor, place, value, action }}
    />
  )
}
