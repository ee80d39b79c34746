import type { TFunction } from 'i18next'
import { classificationOf, type Prediction, transcriptOf } from '@/api/types'
import { formatDuration, formatPercent, formatWait } from '@/lib/format'

type Translate = TFunction<['predictions', 'app']>

/** Below this the page does not claim to know. */
export const SURE = 0.5

/** The answer in one line, as a screen reader or a table shows it; empty while there is none. */
export function answerWords(prediction: Prediction, t: Translate, language: string): string {
  const label = classificationOf(prediction)?.labels[0]
  if (label) {
    if (label.score < SURE) return `${t('notSure')}, ${t('maybe', { label: label.label })}`
    return t('sure', { label: label.label, percent: formatPercent(label.score, language) })
  }
  const transcript = transcriptOf(prediction)
  if (transcript) return transcript.text || t('silence')
  return ''
}

/** The answer without its figure, for a column beside the figure's own. */
export function answerLine(prediction: Prediction, t: Translate): string {
  const label = classificationOf(prediction)?.labels[0]
  if (label) return label.score < SURE ? `${t('notSure')}, ${t('maybe', { label: label.label })}` : label.label
  const transcript = transcriptOf(prediction)
  return transcript ? transcript.text || t('silence') : ''
}

export function confidenceOf(prediction: Prediction): number | null {
  return classificationOf(prediction)?.labels[0]?.score ?? transcriptOf(prediction)?.confidence ?? null
}

/** What state it is in, with the figure that a waiting person wants. */
export function stateWords(prediction: Prediction, t: Translate, language: string): string {
  switch (prediction.status) {
    case 'queued':
      return queuedWords(prediction, t, language)
    case 'processing':
      return t('state.processing')
    case 'succeeded':
      if (prediction.cached) return t('state.doneCached')
      return t('state.done', { time: formatDuration(prediction.metrics.total_time ?? 0, language) })
    case 'failed':
      return t('state.failed')
    case 'canceled':
      return t('state.canceled')
  }
}

function queuedWords({ position, eta_seconds: eta }: Prediction, t: Translate, language: string): string {
  if (position === null) return t('state.queued')
  const place = position === 1 ? t('state.next') : t('state.place', { count: position, ordinal: true })
  if (eta === null) return place
  return t('state.eta', { place, time: formatWait(eta, language) })
}

const KNOWN_ERRORS = ['decode_failed', 'worker_lost', 'timeout', 'model_failed', 'quarantined', 'file_missing'] as const

/** Why it failed and what to do, in the reader's language where we have a sentence for the code. */
export function failureWords(prediction: Prediction, t: Translate): string {
  const code = KNOWN_ERRORS.find((known) => known === prediction.error?.code)
  return code ? t(`error.${code}`) : (prediction.error?.detail ?? t('app:error.unknown'))
}
