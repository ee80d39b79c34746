import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '@/lib/format'
import { kindOf } from '@/lib/kinds'
import { colours, isFlattened, ofEpochs, ofPoints, type Series } from '../curve-series'
import { metricOf, nameOf } from '../run'
import type { Point, RunDetail } from '../types'
import { LineChart } from './line-chart'

export interface Curve {
  run: RunDetail
  points: Point[]
}

const VALIDATION = [6, 3]
const LOWEST = { from: 'lowest' } as const
const LOGARITHMIC = { from: 'lowest', log: true } as const
const FROM_ZERO = { from: 'zero' } as const

/** Loss, metric, learning rate and pace. Of several runs each has a colour; of one, training and validation have. */
export function Curves({ runs }: { runs: Curve[] }) {
  const { t, i18n } = useTranslation('runs')
  const language = i18n.language
  const { loss, metric, rate, pace } = useSeries(runs)
  const flattened = isFlattened(loss)
  const name =
    runs.flatMap(({ run }) => run.epochs.slice(0, 1))[0]?.metric_name ?? kindOf(runs[0]?.run.kind ?? null).metric
  const number = (value: number) => formatNumber(value, language)
  const fine = (value: number) => new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(value)
  const whole = (value: number) => formatPercent(value, language, 0)
  const percent = (value: number) => formatPercent(value, language)
  const perSecond = (value: number) => t('perSecond', { number: number(value) })
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <LineChart
        title={t(flattened ? 'curves.lossLog' : 'curves.loss')}
        series={loss}
        axis={fine}
        value={fine}
        step={number}
        range={flattened ? LOGARITHMIC : LOWEST}
      />
      <LineChart
        title={t(`metric.${metricOf(name)}.validation`)}
        series={metric}
        axis={whole}
        value={percent}
        step={number}
        range={{ from: 'lowest', most: Math.max(1, ...metric.flatMap(({ values }) => values.map((one) => one ?? 0))) }}
      />
      <LineChart title={t('curves.rate')} series={rate} axis={fine} value={fine} step={number} range={FROM_ZERO} />
      <LineChart title={t('curves.pace')} series={pace} axis={fine} value={perSecond} step={number} range={FROM_ZERO} />
    </div>
  )
}

/** Keeps its identity while nothing was learned: a chart is drawn again for new points only. */
function useSeries(runs: Curve[]): Record<'loss' | 'metric' | 'rate' | 'pace', Series[]> {
  const { t } = useTranslation('runs')
  const [training, validation] = [t('curves.training'), t('curves.validation')]
  const state = runs
    .map(({ run, points }) => `${run.id} ${points.length} ${points.at(-1)?.step} ${run.epochs.length}`)
    .join()
  return useMemo(() => {
    const one = runs.length === 1
    const numbered = (index: number) => (runs[index] ? nameOf(runs[index].run) : '')
    const look = (index: number, of: string) => ({
      label: one ? of : `${numbered(index)}, ${of}`,
      colour: colours[index] ?? 'blue',
    })
    const alone = (index: number) => ({ label: one ? training : numbered(index), colour: colours[index] ?? 'blue' })
    const validated = (index: number) => ({
      ...look(index, validation),
      colour: one ? ('orange' as const) : (colours[index] ?? 'blue'),
      dash: VALIDATION,
    })
    return {
      loss: runs.flatMap(({ run, points }, index) => [
        ofPoints(points, ({ loss }) => loss, look(index, training)),
        ofEpochs(run.epochs, ({ validation_loss: loss }) => loss, validated(index)),
      ]),
      metric: runs.map(({ run }, index) => ofEpochs(run.epochs, ({ metric }) => metric, validated(index))),
      rate: runs.map(({ points }, index) => ofPoints(points, (point) => point.learning_rate, alone(index))),
      pace: runs.map(({ points }, index) => ofPoints(points, (point) => point.examples_per_second, alone(index))),
    }
    // The state stands for the runs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state, training, validation])
}
