import { ChartArea, Table2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Card, CardTitle } from '@/components/ui/card'
import { Tooltip } from '@/components/ui/tooltip'
import type { Layer, Look } from '../chart-options'
import { isEmpty, latest } from '../figures'
import { Chart } from './chart'
import { Swatch } from './swatch'

export interface ChartPanelProps {
  title: string
  unit: string
  look: Look
  times: number[]
  layers: Layer[]
  /** Words of a value in the legend and the table. */
  value: (value: number) => string
  bucket: (index: number) => string
  empty: string
  cursor: number | null
  onCursor: (index: number | null) => void
  onPick: (index: number) => void
}

/** A chart with its title, a legend that tells the values under the cursor, and the same figures as a table. */
export function ChartPanel({
  title,
  unit,
  look,
  times,
  layers,
  value,
  bucket,
  empty,
  cursor,
  onCursor,
  onPick,
}: ChartPanelProps) {
  const { t } = useTranslation('operations')
  const [asTable, setAsTable] = useState(false)
  // As they lie above each other in a stack.
  const ordered = look.shape === 'lines' ? layers : layers.toReversed()
  const nothing = isEmpty(layers.map((layer) => layer.values))
  const reading = nothing ? null : cursor
  const shown = (layer: Layer, index: number | null) => {
    const found = index === null ? latest(layer.values) : (layer.values[index] ?? null)
    return found === null ? '–' : value(found)
  }
  const words = (index: number) =>
    `${bucket(index)}: ${layers.map((layer) => `${layer.label} ${shown(layer, index)}`).join(', ')}`
  return (
    <Card className="flex min-w-0 flex-col p-4">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <CardTitle className="flex flex-wrap items-baseline gap-x-2">
            {title}{' '}
            <span className="text-xs font-normal tracking-normal text-muted tabular-nums">
              {reading === null ? unit : bucket(reading)}
            </span>
          </CardTitle>
          <div aria-hidden className="mt-1.5 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
            {nothing
              ? null
              : ordered.map((layer) => (
                  <span key={layer.label} className="inline-flex items-center gap-1.5">
                    <Swatch colour={layer.colour} dash={layer.dash} line={look.shape === 'lines'} />
                    {layer.label}
                    <span className="font-medium text-foreground tabular-nums">{shown(layer, reading)}</span>
                  </span>
                ))}
          </div>
        </div>
        {nothing ? null : (
          <Tooltip text={asTable ? t('chart.asChart') : t('chart.asTable')}>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-pressed={asTable}
              aria-label={t('chart.tableOf', { title })}
              onClick={() => setAsTable(!asTable)}
              className="-mt-1 -mr-1.5"
            >
              {asTable ? <ChartArea /> : <Table2 />}
            </Button>
          </Tooltip>
        )}
      </div>
      <div className="mt-2">
        {nothing ? (
          <p className="flex h-52 items-center justify-center rounded-md border border-dashed px-6 text-center text-sm text-muted">
            {empty}
          </p>
        ) : asTable ? (
          <FigureTable title={title} times={times} layers={layers} bucket={bucket} shown={shown} />
        ) : (
          <Chart
            label={t('chart.label', { title, unit })}
            {...{ look, times, layers, cursor, onCursor, onPick, words }}
          />
        )}
      </div>
    </Card>
  )
}

interface FigureTableProps {
  title: string
  times: number[]
  layers: Layer[]
  bucket: (index: number) => string
  shown: (layer: Layer, index: number) => string
}

function FigureTable({ title, times, layers, bucket, shown }: FigureTableProps) {
  const { t } = useTranslation('operations')
  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={title} tabIndex={0} className="h-52 overflow-auto rounded-md border">
      <table className="w-full text-[13px] tabular-nums">
        <thead className="sticky top-0 bg-sunken text-left text-xs text-muted">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              {t('chart.time')}
            </th>
            {layers.map((layer) => (
              <th key={layer.label} scope="col" className="px-3 py-1.5 text-right font-medium">
                {layer.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((at, index) => (
            <tr key={at} className="border-t">
              <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap text-muted">
                {bucket(index)}
              </th>
              {layers.map((layer) => (
                <td key={layer.label} className="px-3 py-1 text-right whitespace-nowrap">
                  {shown(layer, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
