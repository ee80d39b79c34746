import type { Prediction, PredictionPage } from '@/api/types'

/** An answered picture, created `n` minutes after ten o'clock; a later one has a later id, as UUIDv7 gives. */
export function prediction(n: number, change: Partial<Prediction> = {}): Prediction {
  const id = `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 10, n, seconds)).toISOString()
  return {
    id,
    status: 'succeeded',
    kind: 'image-classification',
    model: { slug: 'resnet-cifar10', version: 3, alias: 'production' },
    input: {
      name: `photo-${n}.jpg`,
      content_type: 'image/jpeg',
      size: 88_312,
      sha256: 'ab'.repeat(32),
      url: `/api/v1/predictions/${id}/input`,
      thumbnail_url: `/api/v1/predictions/${id}/thumbnail`,
      peaks: null,
      width: 640,
      height: 480,
    },
    options: {},
    output: { labels: [{ label: 'cat', index: 3, score: 0.97 }] },
    error: null,
    position: null,
    eta_seconds: null,
    attempt: 1,
    cached: false,
    created_at: at(0),
    started_at: at(1),
    completed_at: at(2),
    metrics: {
      queue_time: 1,
      preprocess_time: 0.1,
      predict_time: 0.6,
      postprocess_time: 0.05,
      total_time: 2,
      batch_size: 3,
    },
    feedback: null,
    ...change,
  }
}

/** A page of the list with predictions of these numbers. */
export function page(numbers: number[], next: string | null): PredictionPage {
  return { results: numbers.map((n) => prediction(n)), next: next && `http://slipway.test/api/v1/predictions?cursor=${next}` }
}
