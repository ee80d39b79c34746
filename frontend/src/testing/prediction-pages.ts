import type { Prediction, PredictionPage } from '@/api/types'
import { aPrediction } from './predictions'

/** The `n`th prediction, sent `n` minutes after ten o'clock; a later one has a later id, as UUIDv7 gives. */
export function prediction(n: number, change: Partial<Prediction> = {}): Prediction {
  const { input } = aPrediction()
  const id = `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`
  const created_at = new Date(Date.UTC(2026, 10, 22, 10, n)).toISOString()
  return aPrediction({ id, created_at, input: { ...input, name: `photo-${n}.jpg` }, ...change })
}

/** A page of the list with the predictions of these numbers. */
export function page(numbers: number[], next: string | null): PredictionPage {
  return {
    results: numbers.map((n) => prediction(n)),
    next: next && `http://slipway.test/api/v1/predictions?cursor=${next}`,
  }
}
