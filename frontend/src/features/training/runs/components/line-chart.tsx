import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Plot } from '@/components/plot'
import { Card, CardTitle } from '@/components/ui/card'
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
export function LineChart({ title, series, axis, value, step, fromZero = false }: LineChartProps) {
  const { t, i18n } = useTranslation('runs')
  const [cursor, setCursor] = useState<number | null>(null)
  const steps = stepsOf(series)
  const data = useMemo(() => dataOf(series), [series])
  const look = `${series.map(({ colour, dash }) => `${colour} ${dash?.join() ?? ''}`).join(';')} ${i18n.language}`
  const here = cursor === null ? steps.at(-1) : steps[cursor]
  const words = (one: Series, moment: number | undefined) => {
    const found = moment === undefined ? null : at(one, moment)
    return found === null ? '–' : value(found)
  }
  return (
    <Card className="flex min-w-0 flex-col p-4">
      <CardTitle className="flex flex-wrap items-baseline gap-x-2">
        {title}{' '}
        <span className="text-xs font-normal tracking-normal text-muted tabular-nums">
          {here === undefined ? '' : t('atStep', { number: step(here) })}
        </span>
      </CardTitle>
      <div aria-hidden className="mt-1.5 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        {series.map((one) => (
          <span
            key={one.label}
            title={one.label}
            className="inline-flex max-w-full min-w-0 items-center gap-1.5 whitespace-nowrap"
          >
            <svg viewBox="0 0 18 4" className="h-1 w-[18px] shrink-0">
              <line
                x1="0"
                y1="2"
                x2="18"
                y2="2"
                stroke={`var(--chart-${one.colour})`}
                strokeWidth="2.5"
                strokeDasharray={one.dash?.join(' ')}
              />
            </svg>
            <span className="max-w-48 truncate">{one.label}</span>
            <span className="font-medium text-foreground tabular-nums">{words(one, here)}</span>
          </span>
        ))}
      </div>
      <div className="mt-2">
        {isEmpty(series) ? (
          <p className="flex h-55 items-center justify-center rounded-md border border-dashed px-6 text-center text-sm text-muted">
            {t('curves.none')}
          </p>
        ) : (
          <Plot
            label={t('curves.label', { title })}
            height={HEIGHT}
            look={look}
            options={(size) => optionsOf({ lines: series, axis, step, fromZero }, size, setCursor)}
            data={data}
            count={steps.length}
            cursor={cursor}
            onMove={(index, plot) =>
              plot?.setCursor(
                index === null ? { left: -10, top: -10 } : { left: plot.valToPos(steps[index] ?? 0, 'x'), top: 8 },
              )
            }
            words={(index) =>
              `${t('atStep', { number: step(steps[index] ?? 0) })}: ${series.map((one) => `${one.label} ${words(one, steps[index])}`).join(', ')}`
            }
          />
        )}
      </div>
    </Card>
  )
}
