import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { ServerSentence } from '@/components/server-sentence'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { formatDateTime } from '@/lib/format'
import { webhookQuery } from '../api'
import { DeliveryLog } from './delivery-log'
import { TestSection } from './test-section'
import { WebhookActions } from './webhook-actions'

const route = getRouteApi('/signed-in/account/webhooks/$id')

/** One webhook: how it stands, whether it works, and what was sent. */
export function WebhookPage() {
  const { t } = useTranslation('webhooks')
  const { id } = route.useParams()
  const { data: webhook, error, refetch } = useQuery(webhookQuery(id))
  return (
    <div className="max-w-3xl">
      <Button asChild variant="ghost" size="sm" className="mb-3 -ml-2">
        <Link to="/account/webhooks">
          <ArrowLeft /> {t('title')}
        </Link>
      </Button>
      {webhook ? (
        <>
          <PageHeader
            title={webhook.url === null ? t('ofRequests') : webhook.name}
            lead={<span className="break-all">{webhook.url ?? t('ofRequestsText')}</span>}
            actions={<WebhookActions webhook={webhook} />}
          />
          <div className="flex flex-col gap-10">
            <State webhook={webhook} />
            {webhook.url === null ? null : <TestSection id={id} />}
            <DeliveryLog id={id} />
          </div>
        </>
      ) : error ? (
        <ErrorNote error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-72 rounded-lg" />
      )}
    </div>
  )
}

/** Why it is paused, or since when it fails. */
function State({ webhook }: { webhook: Webhook }) {
  const { t, i18n } = useTranslation('webhooks')
  const moment = (at: string) => formatDateTime(at, i18n.language)
  if (webhook.paused_at)
    return (
      <Notice
        tone={webhook.paused_because ? 'error' : 'info'}
        title={t('paused.title', { time: moment(webhook.paused_at) })}
      >
        {webhook.paused_because ? <ServerSentence>{webhook.paused_because}</ServerSentence> : t('paused.byYou')}{' '}
        {t('paused.waits')}
      </Notice>
    )
  if (webhook.failing_since)
    return (
      <Notice tone="warn" title={t('failing.title', { time: moment(webhook.failing_since) })}>
        {t('failing.text')}
      </Notice>
    )
  return null
}
