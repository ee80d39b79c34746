import { Link } from '@tanstack/react-router'
import { Webhook } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Alerts } from '@/api/types'
import { Section } from '@/components/section'
import { ServerSentence } from '@/components/server-sentence'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { formatAgo } from '@/lib/format'

/** Who is told without looking at a page. */
export function ToldSection({ mail }: { mail: Alerts['mail'] }) {
  const { t, i18n } = useTranslation('alerts')
  const webhooks = (
    <Button asChild>
      <Link to="/account/webhooks">
        <Webhook /> {t('told.webhooks')}
      </Link>
    </Button>
  )
  const sent = mail.sent_at ? t('told.sent', { ago: formatAgo(mail.sent_at, i18n.language) }) : t('told.never')
  return (
    <Section title={t('told.title')} lead={t('told.lead')} action={webhooks}>
      {mail.to.length === 0 ? (
        <Notice title={t('told.off')}>{t('told.offText')}</Notice>
      ) : (
        <div className="flex flex-col gap-2">
          <Notice title={t('told.mailTo', { to: mail.to.join(', ') })}>{sent}</Notice>
          {mail.error ? (
            <Notice tone="error" title={t('told.failed')}>
              <ServerSentence>{mail.error}</ServerSentence>
            </Notice>
          ) : null}
        </div>
      )}
    </Section>
  )
}
