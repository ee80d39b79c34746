import { useTranslation } from 'react-i18next'
import type { Webhook } from '@/api/types'
import { Badge } from '@/components/ui/badge'

/** Whether it is told of anything at this moment. */
export function StateBadge({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('webhooks')
  if (webhook.paused_at) return <Badge tone={webhook.paused_because ? 'error' : 'neutral'}>{t('state.paused')}</Badge>
  if (webhook.failing_since) return <Badge tone="warn">{t('state.failing')}</Badge>
  return <Badge tone="success">{t('state.on')}</Badge>
}
