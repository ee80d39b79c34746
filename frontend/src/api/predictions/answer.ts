import { classificationOf, type Prediction, transcriptOf } from '../types'

/** What counts as the answer: a person's word, else the model's. */
export interface Answer {
  /** Of a picture. */
  label?: string
  /** Of a sound; empty where no words were heard. */
  text?: string
  /** How sure the model is, 0 to 1; a person's word needs no figure. */
  confidence: number | null
  by: 'model' | 'person'
  /** What the model said, where a person said otherwise. */
  insteadOf?: string
}

/** Null while there is none. */
export function answerOf(prediction: Prediction): Answer | null {
  const { answer } = prediction
  if (!answer) return null
  const { said, confidence } = saidByModel(prediction)
  if (answer.by === 'model') return { ...answer, confidence }
  return { ...answer, confidence: null, insteadOf: wordsOf(answer) === said ? undefined : said }
}

/** The label or the text. */
export function wordsOf(answer: Pick<Answer, 'label' | 'text'> | null): string {
  return answer?.label ?? answer?.text ?? ''
}

function saidByModel(prediction: Prediction): { said: string; confidence: number | null } {
  const first = classificationOf(prediction)?.labels[0]
  if (first) return { said: first.label, confidence: first.score }
  const transcript = transcriptOf(prediction)
  return { said: transcript?.text ?? '', confidence: transcript?.confidence ?? null }
}
