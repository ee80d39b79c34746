import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, Plus, Webhook as Sign } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { webhooksQuery } from '../api'
import { NewWebhookDialog } from './new-webhook-dialog'
import { WebhookRow } from './webhook-row'

/** Which programs of the reader's are told of what. */
export function WebhooksPage() {
  const { t } = useTranslation(['webhooks', 'account'])
  const { data, error, refetch } = useQuery(webhooksQuery)
  const [making, setMaking] = useState(false)
  const make = (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus /> {t('make.open')}
    </Button>
  )
  return (
    <div className="max-w-3xl">
      <Button asChild variant="ghost" size="sm" className="mb-3 -ml-2">
        <Link to="/account">
          <ArrowLeft /> {t('account:title')}
        </Link>
      </Button>
      <PageHeader title={t('title')} lead={t('lead')} actions={data?.length ? make : undefined} />
      {data === undefined ? (
        error ? (
          <ErrorNote error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-44 rounded-lg" />
        )
      ) : data.length === 0 ? (
        <EmptyState icon={Sign} title={t('none')} action={make}>
          {t('noneText')}
        </EmptyState>
      ) : (
        <Card>
          <ul className="divide-y">
            {data.map((webhook) => (
              <WebhookRow key={webhook.id} webhook={webhook} />
            ))}
          </ul>
        </Card>
      )}
      {making ? <NewWebhookDialog onClose={() => setMaking(false)} /> : null}
    </div>
  )
}
