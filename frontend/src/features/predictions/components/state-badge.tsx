import { useTranslation } from 'react-i18next'
import { useWait } from '@/api/predictions/use-wait'
import type { Prediction } from '@/api/types'
import { StatusWords } from '@/components/status-words'
import { formatDuration } from '@/lib/format'
import { stateWords } from '../answer-words'

/** A wait that is shorter goes without saying. */
const WORTH_SAYING_S = 10

export interface StateBadgeProps {
  prediction: Prediction
  /** On a phone the time alone says that it is done. */
  brief?: boolean
}

/** In which state a prediction is, in words; one that waits longer counts its time. */
export function StateBadge({ prediction, brief = false }: StateBadgeProps) {
  const { t, i18n } = useTranslation('predictions')
  const wait = useWait(prediction)
  const counts = wait !== null && wait.seconds >= WORTH_SAYING_S && (wait.how !== 'usual' || !prediction.eta_seconds)
  const { status, cached, metrics } = prediction
  const time = brief && status === 'succeeded' && !cached ? (metrics.total_time ?? 0) : null
  return (
    <StatusWords
      status={prediction.status}
      tone={wait === null || wait.how === 'usual' ? undefined : 'warn'}
      words={
        <>
          {time === null ? null : (
            <span aria-hidden className="sm:hidden">
              {formatDuration(time, i18n.language)}
            </span>
          )}
          <span className={time === null ? undefined : 'max-sm:sr-only'}>
            {stateWords(prediction, t, i18n.language, wait?.how)}
          </span>
          {counts ? (
            // A timer is not read out at each of its steps.
            <span role="timer">{t('state.waited', { time: formatDuration(wait.seconds, i18n.language) })}</span>
          ) : null}
        </>
      }
    />
  )
}
