import { classificationOf, type Prediction, transcriptOf } from '@/api/types'

const seconds = {
  queue_time: 0.01,
  preprocess_time: 0.003,
  predict_time: 0.02,
  postprocess_time: 0.001,
  total_time: 0.031,
  batch_size: 1,
}

/** A finished picture; say what the test is about. */
export function aPrediction(change: Partial<Prediction> = {}): Prediction {
  return withAnswer({
    id: '0199aaaa-0000-7000-8000-000000000001',
    status: 'succeeded',
    kind: 'image-classification',
    model: { slug: 'resnet-cifar10', version: 3, alias: 'production' },
    input: {
      name: 'cat.jpg',
      content_type: 'image/jpeg',
      size: 88_312,
      sha256: 'ab'.repeat(32),
      url: '/api/v1/predictions/x/input',
      thumbnail_url: '/api/v1/predictions/x/thumbnail',
      width: 640,
      height: 480,
      peaks: null,
    },
    options: {},
    output: {
      labels: [
        { label: 'cat', index: 3, score: 0.971 },
        { label: 'dog', index: 5, score: 0.019 },
      ],
    },
    error: null,
    position: null,
    eta_seconds: null,
    attempt: 1,
    cached: false,
    created_at: '2026-11-22T10:00:00.000000Z',
    started_at: '2026-11-22T10:00:00.010000Z',
    completed_at: '2026-11-22T10:00:00.031000Z',
    metrics: seconds,
    feedback: null,
    answer: null,
    ...change,
  })
}

/** What the server says counts. */
function withAnswer(prediction: Prediction): Prediction {
  const { feedback } = prediction
  const label = classificationOf(prediction)?.labels[0]?.label
  const text = transcriptOf(prediction)?.text
  const model = label === undefined ? { text } : { label }
  const said = feedback?.label === undefined ? feedback?.text : feedback.label
  const person = said === undefined ? model : label === undefined ? { text: said } : { label: said }
  const judged = feedback && (said !== undefined || feedback.correct)
  const answer =
    prediction.output && (judged ? { ...person, by: 'person' as const } : { ...model, by: 'model' as const })
  return { ...prediction, answer }
}

/** A finished recording of three words, the second of them unsure. */
export function aTranscript(change: Partial<Prediction> = {}): Prediction {
  const picture = aPrediction()
  return aPrediction({
    kind: 'speech-recognition',
    model: { slug: 'wav2vec2-small', version: 2, alias: 'production' },
    input: {
      ...picture.input,
      name: 'clubs.wav',
      content_type: 'audio/wav',
      duration: 5,
      sample_rate: 16_000,
      thumbnail_url: null,
      peaks: [0.1, 0.9, 0.4],
    },
    output: {
      text: 'SEVEN OF CLUBS',
      words: [
        { word: 'SEVEN', start: 0.3, end: 0.8, confidence: 0.98 },
        { word: 'OF', start: 0.9, end: 1.0, confidence: 0.43 },
        { word: 'CLUBS', start: 1.1, end: 1.6, confidence: 0.95 },
      ],
      confidence: 0.79,
    },
    ...change,
  })
}
