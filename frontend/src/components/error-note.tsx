import { useTranslation } from 'react-i18next'
import { problemOf } from '@/lib/problem'
import { useProblemWords } from '@/lib/use-problem-words'
import { Button } from './ui/button'
import { Notice } from './ui/notice'

/** What went wrong in a sentence, and a way to try again where one may help. */
export function ErrorNote({ error, onRetry, className }: { error: unknown; onRetry?: () => void; className?: string }) {
  const { t } = useTranslation('app')
  const problemWords = useProblemWords()
  const id = problemOf(error)?.request_id
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
      {problemWords(error)}
      {id ? <span className="mt-0.5 block text-xs text-muted">{t('error.details', { id })}</span> : null}
    </Notice>
  )
}
