import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { useTypeWords } from '../use-type-words'
import { StateBadge } from './state-badge'

export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('webhooks')
  const typeWords = useTypeWords()
  return (
    <li className="relative flex items-center gap-3 p-4 hover:bg-sunken">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link
            to="/account/webhooks/$id"
            params={{ id: webhook.id }}
            className="font-medium break-words after:absolute after:inset-0"
          >
            {webhook.url === null ? t('ofRequests') : webhook.name}
          </Link>
          <StateBadge webhook={webhook} />
        </p>
        <p className="mt-0.5 text-[13px] break-all text-muted">{webhook.url ?? t('ofRequestsText')}</p>
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          {webhook.keys.length > 0 ? <Badge>{t('keys', { count: webhook.keys.length })}</Badge> : null}
          {webhook.types.map((type) => (
            <Badge key={type}>{typeWords(type)}</Badge>
          ))}
          {webhook.waiting > 0 ? <Badge tone="accent">{t('waiting', { count: webhook.waiting })}</Badge> : null}
        </p>
      </div>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
    </li>
  )
}
