import { Share2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { NewLink } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { formatDateTime } from '@/lib/format'
import { isReachable } from '../reachable'
import { QrCode } from './qr-code'

/** The link, to be scanned or sent. It is shown this once; lost, another one is made. */
export function LinkMade({ link, onDone }: { link: NewLink; onDone: () => void }) {
  const { t, i18n } = useTranslation('sharing')
  const address = location.origin + link.path
  const canSend = typeof navigator.share === 'function'
  return (
    <div className="flex flex-col gap-4">
      {isReachable(location.hostname) ? null : (
        <Notice tone="warn" title={t('made.ownAddress')}>
          {t('made.ownAddressText', { host: location.hostname })}
        </Notice>
      )}
      <QrCode text={address} label={t('made.qr')} className="mx-auto w-full max-w-60" />
      <code data-testid="link" className="rounded-lg bg-sunken p-3 text-sm break-all select-all">
        {address}
      </code>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={address} label={t('made.copy')} variant="primary" size="md" />
        {canSend ? (
          <Button onClick={() => void navigator.share({ title: link.name, url: address }).catch(() => undefined)}>
            <Share2 /> {t('made.send')}
          </Button>
        ) : null}
      </div>
      <p className="text-[13px] text-muted">
        {t('made.until', { date: formatDateTime(link.expires_at, i18n.language) })}
      </p>
      <Button className="self-end" onClick={onDone}>
        {t('made.done')}
      </Button>
    </div>
  )
}
