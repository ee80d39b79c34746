import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { summaryQuery } from '@/api/predictions/requests'
import { Badge } from '@/components/ui/badge'
import { usePolling } from '@/live/live'

/** Whether somebody is there for what waits changes without a message. */
const WAITING_PACE_MS = 5000

export function WaitingSign() {
  const { t } = useTranslation('app')
  const polling = usePolling()
  const { data } = useQuery({
    ...summaryQuery,
    refetchInterval: ({ state }) => polling || (state.data?.waiting ? WAITING_PACE_MS : false),
  })
  const count = (data?.waiting ?? 0) + (data?.processing ?? 0)
  if (count === 0) return null
  return (
    <Badge tone="accent" title={t('waitingHint')}>
      {t('waiting', { count })}
    </Badge>
  )
}
