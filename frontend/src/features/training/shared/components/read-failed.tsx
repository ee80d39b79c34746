import { Link } from '@tanstack/react-router'
import { GraduationCap } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/problem'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** Where a data set or a run could not be read; one that is not there is told calmly. */
export function ReadFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation('training')
  if (!(error instanceof ApiError) || error.status !== 404) return <ErrorNote error={error} onRetry={onRetry} />
  return (
    <EmptyState
      icon={GraduationCap}
      isPage
      title={t('missing')}
      action={
        <Button asChild>
          <Link to="/training">{t('title')}</Link>
        </Button>
      }
    />
  )
}
