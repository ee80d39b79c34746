import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { CloudOff, RefreshCw, TriangleAlert } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadAction } from '@/components/load-note'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LoadError } from '@/lib/load-code'
import { useProblemWords } from '@/lib/use-problem-words'

/** Takes the place of a page that threw or did not come; the rest of the frame goes on working. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app')
  const router = useRouter()
  const problemWords = useProblemWords()
  const again = () => {
    reset()
    void router.invalidate()
  }
  useWhenOnline(again)
  return (
    <div className="p-4" role="alert">
      {error instanceof LoadError ? (
        <EmptyState
          isPage
          icon={error.reason === 'newer' || error.reason === 'broken' ? RefreshCw : CloudOff}
          title={t(`load.${error.reason}.title`)}
          action={<LoadAction reason={error.reason} onRetry={again} />}
        >
          {t(`load.${error.reason}.text`)}
        </EmptyState>
      ) : (
        <EmptyState
          isPage
          icon={TriangleAlert}
          title={t('error.title')}
          action={<Button onClick={again}>{t('action.tryAgain')}</Button>}
        >
          {problemWords(error)}
        </EmptyState>
      )}
    </div>
  )
}

function useWhenOnline(handler: () => void): void {
  const online = useEffectEvent(handler)
  useEffect(() => {
    const listen = () => online()
    window.addEventListener('online', listen)
    return () => window.removeEventListener('online', listen)
  }, [])
}
