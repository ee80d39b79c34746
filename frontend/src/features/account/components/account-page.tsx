import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Database, LogOut, Users, Webhook } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '@/api/session'
import type { User } from '@/api/types'
import { PageHeader } from '@/components/page-header'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { formatDate } from '@/lib/format'
import { KeysSection } from './keys-section'
import { PasswordSection } from './password-section'
import { StorageSection } from './storage-section'

export function AccountPage({ onSignOut }: { onSignOut: () => void }) {
  const { t } = useTranslation('account')
  const user = useQuery(sessionQuery).data?.user
  if (!user) return null
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="flex max-w-3xl flex-col gap-10">
        <WhoIAm user={user} onSignOut={onSignOut} />
        <StorageSection />
        <KeysSection isStaff={user.is_staff} />
        <PasswordSection username={user.username} />
      </div>
    </>
  )
}

function WhoIAm({ user, onSignOut }: { user: User; onSignOut: () => void }) {
  const { t, i18n } = useTranslation(['account', 'app'])
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
      <div
        aria-hidden
        className="flex size-11 shrink-0 items-center justify-center rounded-full bg-accent-soft text-lg font-semibold text-accent-strong uppercase"
      >
        {Array.from(user.username)[0]}
      </div>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          <span className="truncate">{user.username}</span>
          {user.is_staff ? <Badge tone="accent">{t('staff')}</Badge> : null}
        </p>
        <p className="text-[13px] text-muted">{t('since', { date: formatDate(user.date_joined, i18n.language) })}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button asChild>
          <Link to="/account/webhooks">
            <Webhook /> {t('webhooks')}
          </Link>
        </Button>
        {user.is_staff ? (
          <Button asChild>
            <Link to="/account/people">
              <Users /> {t('people')}
            </Link>
          </Button>
        ) : null}
        {user.is_staff ? (
          <Button asChild>
            <a href="/admin/">
              <Database /> {t('app:admin')}
            </a>
          </Button>
        ) : null}
        <Button onClick={onSignOut}>
          <LogOut /> {t('app:signOut')}
        </Button>
      </div>
    </Card>
  )
}
