import { classificationOf, type Prediction, transcriptOf } from '../types'

/** What counts as the answer: a person's word, else the model's. */
export interface Answer {
  /** Of a picture. */
  label?: string
  /** Of a sound; empty where no words were heard. */
  text?: string
  /** How sure the model is, 0 to 1; a person's word needs no figure. */
  confidence: number | null
  /** Whether a label is sure enough to count, by the thresholds of its version; not said of a text. */
  sure?: boolean
  by: 'model' | 'person'
  /** What the model said, where a person said otherwise. */
  insteadOf?: string
}

/** Null while there is none. */
export function answerOf(prediction: Prediction): Answer | null {
  const { answer } = prediction
  if (!answer) return null
  const { said, confidence, sure } = saidByModel(prediction)
  if (answer.by === 'model') return { ...answer, confidence, sure }
  return { ...answer, confidence: null, insteadOf: wordsOf(answer) === said ? undefined : said }
}

/** The label or the text. */
export function wordsOf(answer: Pick<Answer, 'label' | 'text'> | null): string {
  return answer?.label ?? answer?.text ?? ''
}

function saidByModel(prediction: Prediction): Pick<Answer, 'confidence' | 'sure'> & { said: string } {
  const { labels, sure } = classificationOf(prediction) ?? {}
  const first = labels?.[0]
  if (first) return { said: first.label, confidence: first.score, sure }
  const transcript = transcriptOf(prediction)
  return { said: transcript?.text ?? '', confidence: transcript?.confidence ?? null }
}
