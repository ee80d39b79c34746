import { ChartArea, Table2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartProps } from './chart'
import { type Layer, latest } from './chart-layers'
import { Swatch } from './chart-swatch'
import { Button } from './ui/button'
import { Card, CardTitle } from './ui/card'
import { TableHead } from './ui/table-head'
import { Tooltip } from './ui/tooltip'

export interface ChartPanelProps extends Omit<ChartProps, 'words'> {
  title: string
  /** Beside the title until a place is read. */
  aside: string
  /** A place in words, and what the places are: the head of their column. */
  place: (index: number) => string
  along: string
  /** Words of a value in the legend and the table. */
  value: (value: number) => string
  /** What is said instead of a chart without values. */
  empty: string | null
  /** Between two points of a line the earlier one is read. */
  holds?: boolean
  /** Beside the button of the table. */
  action?: ReactNode
}

/** A chart with its title, a legend that tells the values under the cursor, and the same figures as a table. */
export function ChartPanel({
  title,
  aside,
  place,
  along,
  value,
  empty,
  holds = false,
  action,
  ...chart
}: ChartPanelProps) {
  const { t } = useTranslation('app')
  const [asTable, setAsTable] = useState(false)
  const { look, places, layers, cursor } = chart
  const reading = empty === null ? cursor : null
  const read = (layer: Layer, index: number | null) => {
    const found = index === null ? latest(layer.values) : valueAt(layer, index, holds)
    return found === null ? '–' : value(found)
  }
  const words = (index: number) =>
    `${place(index)}: ${layers.map((layer) => `${layer.label} ${read(layer, index)}`).join(', ')}`
  return (
    <Card className="flex min-w-0 flex-col p-4">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <CardTitle className="flex flex-wrap items-baseline gap-x-2">
            {title}{' '}
            <span className="text-xs font-normal tracking-normal text-muted tabular-nums">
              {reading === null ? aside : place(reading)}
            </span>
          </CardTitle>
          {empty === null ? (
            <Legend look={look} layers={layers} words={(layer) => read(layer, reading)} />
          ) : (
            <NoLegend />
          )}
        </div>
        {empty === null ? action : null}
        {empty === null ? (
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
        ) : null}
      </div>
      <div className="mt-2">
        {empty !== null ? (
          <p className="flex items-center text-sm text-muted lg:h-52 lg:justify-center lg:rounded-md lg:border lg:border-dashed lg:px-6 lg:text-center">
            {empty}
          </p>
        ) : asTable ? (
          <FigureTable {...{ title, along, places, layers, place }} words={read} />
        ) : (
          <Chart {...chart} words={words} />
        )}
      </div>
    </Card>
  )
}

function valueAt({ values }: Layer, index: number, holds: boolean): number | null {
  return holds ? latest(values.slice(0, index + 1)) : (values[index] ?? null)
}

const NoLegend = () => <div className="mt-1.5 min-h-5 max-lg:hidden" />

interface LegendProps {
  look: ChartProps['look']
  layers: Layer[]
  words: (layer: Layer) => string
}

function Legend({ look: { shape }, layers, words }: LegendProps) {
  const lines = shape === 'lines'
  return (
    <div aria-hidden className="mt-1.5 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {/* As they lie above each other in a stack. */}
      {(lines ? layers : layers.toReversed()).map((layer) => (
        <span key={layer.label} title={layer.label} className="inline-flex max-w-full min-w-0 items-center gap-1.5">
          <Swatch colour={layer.colour} dash={layer.dash} line={lines} />
          <span className="max-w-48 truncate">{layer.label}</span>
          <span className="font-medium whitespace-nowrap text-foreground tabular-nums">{words(layer)}</span>
        </span>
      ))}
    </div>
  )
}

interface FigureTableProps extends Pick<ChartPanelProps, 'title' | 'along' | 'places' | 'layers' | 'place'> {
  words: (layer: Layer, index: number) => string
}

function FigureTable({ title, along, places, layers, place, words }: FigureTableProps) {
  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={title} tabIndex={0} className="h-52 overflow-auto rounded-md border">
      <table className="w-full text-[13px] tabular-nums">
        <TableHead
          className="sticky top-0 bg-sunken"
          columns={[
            { words: along, className: 'px-3 py-1.5' },
            ...layers.map(({ label }) => ({ words: label, className: 'px-3 py-1.5 text-right' })),
          ]}
        />
        <tbody>
          {places.map((at, index) => (
            <tr key={at} className="border-t">
              <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap text-muted">
                {place(index)}
              </th>
              {layers.map((layer) => (
                <td key={layer.label} className="px-3 py-1 text-right whitespace-nowrap">
                  {words(layer, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
