import type { TFunction } from 'i18next'
import { type Answer, answerOf } from '@/api/predictions/answer'
import type { Wait } from '@/api/predictions/wait'
import type { Prediction } from '@/api/types'
import { formatDuration, formatPercent, formatWait } from '@/lib/format'

type Translate = TFunction<['predictions', 'app']>

/** Below this a text is in doubt. */
const SURE = 0.5

/** As the server says of labels; a person's word is never in doubt. */
export function isSure({ confidence, sure }: Answer): boolean {
  return sure ?? (confidence === null || confidence >= SURE)
}

/** Unlike anything that the version learned, so that its answer is a guess; a person's word is none. */
export function isOutside(prediction: Prediction): boolean {
  return prediction.output?.outside === true && answerOf(prediction)?.by === 'model'
}

/** The answer in one line, as a screen reader tells it; empty while there is none. */
export function answerWords(prediction: Prediction, t: Translate, language: string): string {
  const answer = answerOf(prediction)
  if (answer?.label === undefined || answer.confidence === null || !isSure(answer) || isOutside(prediction))
    return answerLine(prediction, t)
  return t('sure', { label: answer.label, percent: formatPercent(answer.confidence, language) })
}

/** The answer without its figure, for a column beside the figure's own. */
export function answerLine(prediction: Prediction, t: Translate): string {
  const answer = answerOf(prediction)
  if (!answer) return ''
  const { label, text } = answer
  if (label === undefined) return text || t('silence')
  if (isOutside(prediction)) return t('outside.line', { label })
  return isSure(answer) ? label : t('unsure', { label })
}

/** How sure the model is, or that a person said so. */
export function confidenceWords(prediction: Prediction, t: Translate, language: string): string {
  const answer = answerOf(prediction)
  if (answer?.by === 'person') return t('byYou')
  if (isOutside(prediction)) return ''
  return answer?.confidence == null ? '' : formatPercent(answer.confidence, language, 0)
}

/** What state it is in, with the figure that a waiting person wants. */
export function stateWords(prediction: Prediction, t: Translate, language: string, how?: Wait['how']): string {
  switch (prediction.status) {
    case 'queued':
      return queuedWords(prediction, t, language, how)
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

function queuedWords(prediction: Prediction, t: Translate, language: string, how?: Wait['how']): string {
  if (how === 'unserved') return t('state.unserved')
  const { position, eta_seconds: eta } = prediction
  if (position === null) return t('state.queued')
  const place = position === 1 ? t('state.next') : t('state.place', { count: position, ordinal: true })
  if (how === 'late') return t('state.late', { place })
  if (eta === null) return place
  return t('state.eta', { place, time: formatWait(eta, language) })
}
