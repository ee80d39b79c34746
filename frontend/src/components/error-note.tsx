import { useTranslation } from 'react-i18next'
import { requestIdOf, sentenceFor } from '@/lib/problem-words'
import { Button } from './ui/button'
import { Notice } from './ui/notice'

/** What went wrong in a sentence, and a way to try again where one may help. */
export function ErrorNote({ error, onRetry, className }: { error: unknown; onRetry?: () => void; className?: string }) {
  const { t } = useTranslation('app')
  const id = requestIdOf(error)
  return (
    <Notice
      tone="error"
      className={className}
      action={
        onRetry ? (
          <Button size="sm" onClick={onRetry}>
            {t('action.tryAgain')}
          </Button>
        ) : undefined
      }
    >
      {sentenceFor(error, { unreachable: t('error.unreachable'), unknown: t('error.unknown') })}
      {id ? <span className="mt-0.5 block text-xs text-muted">{t('error.details', { id })}</span> : null}
    </Notice>
  )
}
