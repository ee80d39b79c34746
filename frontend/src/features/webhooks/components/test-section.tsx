import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Section } from '@/components/section'
import { Button } from '@/components/ui/button'
import { deliveryQuery, testMutation } from '../api'
import { DeliveryAnswer } from './delivery-answer'

/** Sends one event, once, and shows what the receiver says to it. */
export function TestSection({ id }: { id: string }) {
  const { t } = useTranslation('webhooks')
  const test = useMutation(testMutation(useQueryClient(), id))
  const [sent, setSent] = useState<string | null>(null)
  const send = (
    <Button disabled={test.isPending} onClick={() => test.mutate(undefined, { onSuccess: (made) => setSent(made.id) })}>
      <Send /> {t('test.send')}
    </Button>
  )
  return (
    <Section title={t('test.title')} lead={t('test.lead')} action={send}>
      <div aria-live="polite">
        {test.error ? <ErrorNote error={test.error} /> : null}
        {sent ? <Result key={sent} id={id} delivery={sent} /> : null}
      </div>
    </Section>
  )
}

function Result({ id, delivery }: { id: string; delivery: string }) {
  const { data, error } = useQuery(deliveryQuery(id, delivery))
  if (error) return <ErrorNote error={error} />
  return data ? <DeliveryAnswer delivery={data} /> : null
}
