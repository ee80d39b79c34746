import { useTranslation } from 'react-i18next'
import { isFinal } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Notice } from '@/components/ui/notice'
import { formatPercent, formatWait } from '@/lib/format'
import { previewOf } from '@/lib/previews'
import type { Sending } from '../use-sending'
import { GuestAnswer } from './guest-answer'

/** What was sent, where it stands, and its answer. */
export function Sent({ sending, medium }: { sending: Sending; medium: string }) {
  const { t } = useTranslation('guest')
  const { id, file, prediction, refusal } = sending
  const preview = id ? previewOf(id) : undefined
  return (
    <section className="flex flex-col gap-4">
      {preview && medium === 'image' ? (
        <img
          src={preview}
          alt={file?.name ?? ''}
          className="max-h-[45dvh] w-full rounded-xl bg-sunken object-contain"
        />
      ) : null}
      {preview && medium !== 'image' ? (
        // What was said a moment ago by who listens: there are no captions of it but the answer below.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <audio controls src={preview} className="w-full" />
      ) : null}
      <div aria-live="polite" className="min-h-16 text-center">
        {refusal ? (
          <ErrorNote error={refusal} onRetry={sending.again} className="text-left" />
        ) : prediction && isFinal(prediction.status) ? (
          <GuestAnswer prediction={prediction} onRetry={sending.again} />
        ) : (
          <State sending={sending} />
        )}
      </div>
      {sending.isLost ? <Notice tone="warn">{t('lost')}</Notice> : null}
    </section>
  )
}

/** Where it stands, in words. */
function State({ sending }: { sending: Sending }) {
  const { t, i18n } = useTranslation('guest')
  const { prediction, share } = sending
  const words = () => {
    if (!prediction)
      return share < 1 ? t('sending', { percent: formatPercent(share, i18n.language, 0) }) : t('checking')
    if (prediction.status === 'processing') return t('processing')
    const seconds = prediction.eta_seconds
    return seconds === null ? t('queued') : t('queuedFor', { time: formatWait(seconds, i18n.language) })
  }
  return <p className="animate-pulse py-4 text-lg text-muted motion-reduce:animate-none">{words()}</p>
}
