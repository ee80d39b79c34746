import type { Prediction } from '@/api/types'

export const stageNames = ['queue', 'preprocess', 'predict', 'postprocess', 'rest'] as const
export type StageName = (typeof stageNames)[number]

export interface Stage {
  name: StageName
  seconds: number
  /** Of the whole, 0 to 1. */
  share: number
}

/** Differences below this are rounding, not time. */
const NOTHING = 0.0005

/**
 * Where the time from creation to the end went. `rest` is what no stage accounts for: the files of the same batch that
 * were prepared before this one, and keeping the answer. So the parts always add up to the whole.
 */
export function stagesOf(metrics: Prediction['metrics']): { stages: Stage[]; total: number } | null {
  const { queue_time, preprocess_time, predict_time, postprocess_time, total_time } = metrics
  const measured = {
    queue: queue_time,
    preprocess: preprocess_time,
    predict: predict_time,
    postprocess: postprocess_time,
  }
  const known = Object.entries(measured).filter((entry): entry is [StageName, number] => entry[1] !== null)
  if (known.length === 0) return null
  const sum = known.reduce((seconds, [, part]) => seconds + part, 0)
  const total = Math.max(total_time ?? 0, sum)
  const rest = total - sum
  const parts = rest > NOTHING ? [...known, ['rest', rest] as const] : known
  return { total, stages: parts.map(([name, seconds]) => ({ name, seconds, share: total > 0 ? seconds / total : 0 })) }
}
