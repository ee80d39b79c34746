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
  const answer = modelAnswerOf(prediction)
  if (!answer || !prediction.feedback) return answer
  const { label = answer.label, text = answer.text } = prediction.feedback
  const said = wordsOf(answer)
  return { label, text, confidence: null, by: 'person', insteadOf: (label ?? text) === said ? undefined : said }
}

/** The label or the text. */
export function wordsOf(answer: Answer | null): string {
  return answer?.label ?? answer?.text ?? ''
}

function modelAnswerOf(prediction: Prediction): Answer | null {
  const first = classificationOf(prediction)?.labels[0]
  if (first) return { label: first.label, confidence: first.score, by: 'model' }
  const transcript = transcriptOf(prediction)
  return transcript && { text: transcript.text, confidence: transcript.confidence, by: 'model' }
}
