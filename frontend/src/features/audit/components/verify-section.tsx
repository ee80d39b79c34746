import { useMutation } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { ServerSentence } from '@/components/server-sentence'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { formatNumber } from '@/lib/format'
import { verifyMutation } from '../api'

/** Computes all digests anew, and says what came of it. */
export function VerifySection() {
  const { t, i18n } = useTranslation('audit')
  const { data, error, isPending, mutate } = useMutation(verifyMutation)
  const count = formatNumber(data?.checked ?? 0, i18n.language)
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-sm text-muted">{t('verify.lead')}</p>
        <Button disabled={isPending} onClick={() => mutate()}>
          <ShieldCheck /> {t(isPending ? 'verify.running' : 'verify.start')}
        </Button>
      </div>
      <div aria-live="polite">
        {error ? <ErrorNote error={error} /> : null}
        {data?.is_whole ? (
          <Notice tone="success" title={t('verify.whole', { count })}>
            {t('verify.keep')} <code className="break-all">{`${data.number}:${data.digest}`}</code>
          </Notice>
        ) : data ? (
          <Notice tone="error" title={t('verify.broken')}>
            <ServerSentence>{data.fault}</ServerSentence> {t('verify.before', { count })}
          </Notice>
        ) : null}
      </div>
    </Card>
  )
}
