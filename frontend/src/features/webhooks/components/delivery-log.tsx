import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { DeliveryStatus } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Section } from '@/components/section'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import { useProblemWords } from '@/lib/use-problem-words'
import { deliveriesQuery, sendFailedMutation } from '../api'
import { DeliveryRow } from './delivery-row'

const ALL = 'all'
const states = ['queued', 'processing', 'succeeded', 'failed'] as const

/** What was sent, newest first, and how it was answered. */
export function DeliveryLog({ id }: { id: string }) {
  const { t } = useTranslation(['webhooks', 'app'])
  const [status, setStatus] = useState<DeliveryStatus | undefined>()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    deliveriesQuery(id, status),
  )
  const rows = data?.pages.flatMap((page) => page.results)
  const actions = (
    <div className="flex flex-wrap gap-2">
      <Select
        label={t('log.state')}
        value={status ?? ALL}
        onValueChange={(value) => setStatus(states.find((one) => one === value))}
        options={[{ value: ALL, label: t('log.all') }, ...states.map((value) => ({ value, label: t(`log.${value}`) }))]}
      />
      <SendFailed id={id} />
    </div>
  )
  return (
    <Section title={t('log.title')} lead={t('log.lead')} action={actions}>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {rows?.length === 0 ? (
        <p className="rounded-lg border border-dashed px-6 py-8 text-center text-sm text-muted">
          {t(status ? 'log.noneSuch' : 'log.none')}
        </p>
      ) : null}
      {rows === undefined && !error ? <Skeleton className="h-44 rounded-lg" /> : null}
      {rows?.length ? (
        <Card>
          <ul className="divide-y">
            {rows.map((delivery) => (
              <DeliveryRow key={delivery.id} webhook={id} delivery={delivery} />
            ))}
          </ul>
        </Card>
      ) : null}
      {hasNextPage ? (
        <Button className="mx-auto mt-3 flex" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('app:action.loadMore')}
        </Button>
      ) : null}
    </Section>
  )
}

function SendFailed({ id }: { id: string }) {
  const { t } = useTranslation('webhooks')
  const problemWords = useProblemWords()
  const send = useMutation(sendFailedMutation(useQueryClient(), id))
  const again = () =>
    send.mutate(undefined, {
      onSuccess: ({ count }) => toast.success(t('log.sentAgain', { count })),
      onError: (error) => toast.error(problemWords(error)),
    })
  return (
    <Button disabled={send.isPending} onClick={again}>
      <RotateCcw /> {t('log.sendFailed')}
    </Button>
  )
}
