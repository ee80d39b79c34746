import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationsOverview } from '@/api/types'
import type { Layer } from '@/components/chart-layers'
import { Select } from '@/components/ui/select'
import { doubtRatios, perMinute, timesOf } from '../figures'
import type { Range } from '../search'
import { TimeChart } from './time-chart'

export interface ChartsProps {
  overview: OperationsOverview
  range: Range
  /** A bucket was chosen; moments as ISO. */
  onPick: (from: string, to: string) => void
}

type Bucket = OperationsOverview['series'][number]
type Stage = Bucket['percentiles'][number]['stage']
const stages: Stage[] = ['total', 'queue', 'preprocess', 'predict', 'postprocess']

export function Charts({ overview, range, onPick }: ChartsProps) {
  const { t } = useTranslation('operations')
  const [cursor, setCursor] = useState<number | null>(null)
  const [stage, setStage] = useState<Stage>('total')
  const times = timesOf(overview)
  const length = overview.bucket_seconds
  const last = t(`last.${range}`)
  const noneAnswered = t('chart.noneAnswered', { last })
  const along = {
    range,
    times,
    length,
    cursor,
    onCursor: setCursor,
    onPick: (index: number) => {
      const start = times[index] ?? 0
      onPick(new Date(start * 1000).toISOString(), new Date((start + length) * 1000).toISOString())
    },
  }
  const of = (look: Pick<Layer, 'label' | 'colour' | 'dash'>, read: (bucket: Bucket) => number | null): Layer => ({
    ...look,
    values: overview.series.map(read),
  })
  const within = (name: 'p50' | 'p95' | 'p99') => (bucket: Bucket) =>
    bucket.percentiles.find((one) => one.stage === stage)?.[name] ?? null
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <TimeChart
        {...along}
        title={t('chart.latency')}
        unit={stage === 'total' ? t('chart.latencyUnit') : t('chart.ofStage')}
        shape="lines"
        measure="seconds"
        layers={[
          of({ label: t('chart.p50'), colour: 'blue' }, within('p50')),
          of({ label: t('chart.p95'), colour: 'purple', dash: [7, 3] }, within('p95')),
          of({ label: t('chart.p99'), colour: 'ink', dash: [2, 3] }, within('p99')),
        ]}
        nothing={noneAnswered}
        action={
          <Select
            label={t('chart.stage')}
            value={stage}
            onValueChange={(chosen) => setStage(stages.find((one) => one === chosen) ?? 'total')}
            options={stages.map((value) => ({ value, label: t(`stage.${value}`) }))}
            className="-mt-1 h-7 px-2 text-xs"
          />
        }
      />
      <TimeChart
        {...along}
        title={t('chart.stages')}
        unit={t('chart.stagesUnit')}
        shape="stack"
        measure="seconds"
        // From the bottom: dark and light layers take turns, so that they part in grey as well.
        layers={[
          of({ label: t('stage.predict'), colour: 'blue' }, (bucket) => bucket.stages?.predict ?? null),
          of({ label: t('stage.preprocess'), colour: 'purple' }, (bucket) => bucket.stages?.preprocess ?? null),
          of({ label: t('stage.postprocess'), colour: 'green' }, (bucket) => bucket.stages?.postprocess ?? null),
          of({ label: t('stage.queue'), colour: 'orange' }, (bucket) => bucket.stages?.queue ?? null),
        ]}
        nothing={noneAnswered}
      />
      <TimeChart
        {...along}
        title={t('chart.queue')}
        unit={t('chart.queueUnit')}
        shape="area"
        measure="whole"
        layers={[of({ label: t('chart.waiting'), colour: 'orange' }, (bucket) => bucket.waiting)]}
        nothing={t('chart.noneWaited', { last })}
      />
      <TimeChart
        {...along}
        title={t('chart.oldest')}
        unit={t('chart.oldestUnit')}
        shape="area"
        measure="seconds"
        layers={[of({ label: t('chart.oldestOne'), colour: 'orange' }, (bucket) => bucket.oldest_seconds)]}
        nothing={t('chart.noneWaited', { last })}
      />
      <TimeChart
        {...along}
        title={t('chart.throughput')}
        unit={t('chart.throughputUnit')}
        shape="lines"
        measure="rate"
        layers={[
          { label: t('chart.succeeded'), colour: 'blue', values: perMinute(overview, 'succeeded') },
          { label: t('chart.failed'), colour: 'vermilion', dash: [7, 3], values: perMinute(overview, 'failed') },
          { label: t('chart.cached'), colour: 'green', dash: [2, 3], values: perMinute(overview, 'cached') },
          of({ label: t('chart.busiest'), colour: 'ink', dash: [1, 4] }, (bucket) =>
            bucket.counted ? bucket.busiest_per_minute : null,
          ),
        ]}
        nothing={noneAnswered}
      />
      <TimeChart
        {...along}
        title={t('chart.workers')}
        unit={t('chart.workersUnit')}
        shape="area"
        measure="whole"
        layers={[of({ label: t('chart.workersThere'), colour: 'green' }, (bucket) => bucket.workers)]}
        nothing={t('chart.noWorkers', { last })}
        zeros
      />
      <TimeChart
        {...along}
        title={t('chart.batches')}
        unit={t('chart.batchesUnit')}
        shape="lines"
        measure="rate"
        layers={[
          of({ label: t('chart.meanBatch'), colour: 'blue' }, (bucket) => bucket.mean_batch),
          of({ label: t('chart.largestBatch'), colour: 'ink', dash: [2, 3] }, (bucket) => bucket.largest_batch),
        ]}
        nothing={noneAnswered}
      />
      <TimeChart
        {...along}
        title={t('chart.doubt')}
        unit={t('chart.doubtUnit')}
        shape="lines"
        measure="share"
        layers={[
          { label: t('chart.inDoubt'), colour: 'orange', values: doubtRatios(overview, 'in_doubt') },
          { label: t('chart.outside'), colour: 'purple', dash: [7, 3], values: doubtRatios(overview, 'outside') },
        ]}
        nothing={t('chart.noDoubt', { last })}
      />
    </div>
  )
}
