import { useTranslation } from 'react-i18next'
import type { WholeDelivery } from '@/api/types'
import { ServerSentence } from '@/components/server-sentence'
import { Notice } from '@/components/ui/notice'
import { formatDateTime, formatDuration } from '@/lib/format'
import { goesOn } from '../api'

/** What the receiver answered to the last attempt, or why it did not. */
export function DeliveryAnswer({ delivery }: { delivery: WholeDelivery }) {
  const { t, i18n } = useTranslation('webhooks')
  const { answer_status: status, seconds, error, due_at: due } = delivery
  if (delivery.tried_at === null) return <Notice>{t('answer.none')}</Notice>
  const took = seconds === null ? '' : formatDuration(seconds, i18n.language)
  const title = status === null ? t('answer.silent') : t('answer.status', { status, took })
  return (
    <Notice tone={delivery.status === 'succeeded' ? 'success' : goesOn(delivery) ? 'warn' : 'error'} title={title}>
      {error ? (
        <p>
          <ServerSentence>{error}</ServerSentence>
        </p>
      ) : null}
      {due && delivery.status === 'queued' ? (
        <p>{t('answer.again', { time: formatDateTime(due, i18n.language) })}</p>
      ) : null}
      {delivery.answer ? <Code text={delivery.answer} /> : null}
    </Notice>
  )
}

/** Bytes of a stranger, or what was sent to them: as they are. */
export function Code({ text }: { text: string }) {
  return (
    <pre className="mt-2 rounded-md border bg-surface px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap text-foreground">
      {text}
    </pre>
  )
}
