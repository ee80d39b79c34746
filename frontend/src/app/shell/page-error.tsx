import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/empty-state'
import { Button } from '@/components/ui/button'
import { sentenceFor } from '@/lib/problem-words'

/** Takes the place of a page that threw; the rest of the frame goes on working. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app')
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <div className="p-4" role="alert">
      <EmptyState
        isPage
        icon={TriangleAlert}
        title={t('error.title')}
        action={<Button onClick={again}>{t('action.tryAgain')}</Button>}
      >
        {sentenceFor(error, { unreachable: t('error.unreachable'), unknown: t('error.unknown') })}
      </EmptyState>
    </div>
  )
}
