import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Delivery } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/class-names'
import { formatDateTime } from '@/lib/format'
import { useProblemWords } from '@/lib/use-problem-words'
import { deliveryQuery, sendAgainMutation } from '../api'
import { useTypeWords } from '../use-type-words'
import { Code, DeliveryAnswer } from './delivery-answer'

const tones: Record<Delivery['status'], Tone> = {
  queued: 'warn',
  processing: 'accent',
  succeeded: 'success',
  failed: 'error',
}

export function DeliveryRow({ webhook, delivery }: { webhook: string; delivery: Delivery }) {
  const { t, i18n } = useTranslation('webhooks')
  const typeWords = useTypeWords()
  const [open, setOpen] = useState(false)
  const id = useId()
  const answered = delivery.answer_status ? String(delivery.answer_status) : null
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-3 px-4 py-3 text-left text-sm hover:bg-sunken"
      >
        <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={tones[delivery.status]}>{t(`log.${delivery.status}`)}</Badge>
          <span className="font-medium">{typeWords(delivery.type)}</span>
          <span className="text-[13px] text-muted tabular-nums">
            {formatDateTime(delivery.created_at, i18n.language)}
          </span>
          {delivery.tries > 1 ? (
            <span className="text-[13px] text-muted">{t('log.tries', { count: delivery.tries })}</span>
          ) : null}
        </span>
        {answered ? <span className="text-[13px] text-muted tabular-nums">{answered}</span> : null}
        <ChevronDown aria-hidden className={cn('size-4 shrink-0 text-muted', open && 'rotate-180')} />
      </button>
      <div id={id} hidden={!open}>
        {open ? <Details webhook={webhook} id={delivery.id} /> : null}
      </div>
    </li>
  )
}

/** What was sent and what came back. */
function Details({ webhook, id }: { webhook: string; id: string }) {
  const { t } = useTranslation('webhooks')
  const problemWords = useProblemWords()
  const { data, error } = useQuery(deliveryQuery(webhook, id))
  const again = useMutation(sendAgainMutation(useQueryClient(), webhook))
  if (error) return <ErrorNote error={error} className="mx-4 mb-4" />
  if (!data) return null
  return (
    <div className="flex flex-col gap-4 px-4 pt-2 pb-4">
      <div>
        <h3 className="text-[13px] font-medium">{t('log.request')}</h3>
        <p className="mt-1 text-[13px] break-all text-muted">
          POST {data.url}
          <br />
          webhook-id: {data.id}
        </p>
        <Code text={pretty(data.body)} />
      </div>
      <div>
        <h3 className="mb-2 text-[13px] font-medium">{t('log.response')}</h3>
        <DeliveryAnswer delivery={data} />
      </div>
      <Button
        size="sm"
        className="self-start"
        disabled={again.isPending || data.status === 'processing'}
        onClick={() => again.mutate(id, { onError: (refusal) => toast.error(problemWords(refusal)) })}
      >
        {t('log.sendAgain')}
      </Button>
    </div>
  )
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
