import { Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiKey } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { formatAgo, formatDate } from '@/lib/format'
import { expiresSoon, hasExpired, scopeWord } from '../key-form'

export function KeyList({ keys, onDelete }: { keys: ApiKey[]; onDelete: (key: ApiKey) => void }) {
  return (
    <Card>
      <ul className="divide-y">
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} onDelete={() => onDelete(key)} />
        ))}
      </ul>
    </Card>
  )
}

function KeyRow({ apiKey, onDelete }: { apiKey: ApiKey; onDelete: () => void }) {
  const { t, i18n } = useTranslation('account')
  const used = apiKey.last_used_at
    ? t('keys.used', { ago: formatAgo(apiKey.last_used_at, i18n.language) })
    : t('keys.neverUsed')
  return (
    <li className="flex items-start gap-3 p-4">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-medium break-words">{apiKey.name}</span>
          <code className="text-[13px] text-muted">{apiKey.prefix}…</code>
        </p>
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          {apiKey.scopes.map((scope) => (
            <Badge key={scope}>{t(`scope.${scopeWord[scope]}.name`)}</Badge>
          ))}
        </p>
        <p className="mt-1.5 flex flex-wrap gap-x-3 text-[13px] text-muted">
          <span>{t('keys.made', { date: formatDate(apiKey.created_at, i18n.language) })}</span>
          <span>{used}</span>
          <Expiry at={apiKey.expires_at} />
        </p>
      </div>
      <Button variant="ghost" size="icon" aria-label={t('keys.deleteNamed', { name: apiKey.name })} onClick={onDelete}>
        <Trash2 />
      </Button>
    </li>
  )
}

function Expiry({ at }: { at: ApiKey['expires_at'] }) {
  const { t, i18n } = useTranslation('account')
  if (!at) return <span>{t('keys.noExpiry')}</span>
  const date = formatDate(at, i18n.language)
  if (hasExpired(at)) return <span className="font-medium text-error">{t('keys.expired', { date })}</span>
  return <span className={expiresSoon(at) ? 'font-medium text-warn' : undefined}>{t('keys.expires', { date })}</span>
}
