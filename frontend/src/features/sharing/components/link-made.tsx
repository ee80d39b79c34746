import { Share2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { NewLink } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { formatDateTime } from '@/lib/format'
import { isReachable } from '../reachable'
import { QrCode } from './qr-code'

const TO_ALL = 'SLIPWAY_HOST=0.0.0.0 make run'

/** The link, to be scanned or sent. It is shown this once; lost, another one is made. */
export function LinkMade({ link, onDone }: { link: NewLink; onDone: () => void }) {
  const { t, i18n } = useTranslation('sharing')
  const isHere = isReachable(location.hostname)
  // Where this page goes by a name that means this computer alone, the server may know by which others reach it.
  const address = (isHere ? location.origin : (link.origin ?? location.origin)) + link.path
  const canBeSent = isHere || link.origin !== null
  const canSend = typeof navigator.share === 'function'
  return (
    <div className="flex flex-col gap-4">
      {canBeSent ? <QrCode text={address} label={t('made.qr')} className="mx-auto w-full max-w-60" /> : <OwnAddress />}
      {isHere || !canBeSent ? null : <p className="text-sm text-muted">{t('made.sameNetwork')}</p>}
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

/** A code would lead a phone to the phone itself: what to do so that others come here. */
function OwnAddress() {
  const { t } = useTranslation('sharing')
  return (
    <Notice tone="warn" title={t('made.ownAddress')}>
      <p>{t('made.ownAddressText', { host: location.hostname })}</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <code className="rounded-md bg-surface px-2 py-1 break-all">{TO_ALL}</code>
        <CopyButton text={TO_ALL} label={t('made.copyCommand')} size="sm" />
      </div>
    </Notice>
  )
}
