import { useTranslation } from 'react-i18next'
import type { LoadFailure } from '@/lib/load-code'
import { Button } from './ui/button'
import { Notice } from './ui/notice'

export interface LoadFailureProps {
  reason: LoadFailure
  onRetry: () => void
}

/** What helps: to load the page anew where its code is another one by now, else to try again. */
export function LoadAction({ reason, onRetry }: LoadFailureProps) {
  const { t } = useTranslation('app')
  if (reason === 'newer' || reason === 'broken') {
    return (
      <Button variant="primary" onClick={() => location.reload()}>
        {t('error.reload')}
      </Button>
    )
  }
  return <Button onClick={onRetry}>{t('action.tryAgain')}</Button>
}

/** In the place of a part of a page whose code could not be loaded. */
export function LoadNote({ reason, onRetry }: LoadFailureProps) {
  const { t } = useTranslation('app')
  return (
    <Notice title={t(`load.${reason}.title`)} action={<LoadAction reason={reason} onRetry={onRetry} />}>
      {t(`load.${reason}.text`)}
    </Notice>
  )
}
