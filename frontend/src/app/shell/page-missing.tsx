import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { usePageTitle } from '@/lib/page-title'

export function PageMissing() {
  const { t } = useTranslation('app')
  usePageTitle(t('notFound.title'))
  return (
    <div className="p-4">
      <EmptyState
        icon={Compass}
        isPage
        title={t('notFound.title')}
        action={
          <Button asChild>
            <Link to="/">{t('error.home')}</Link>
          </Button>
        }
      >
        {t('notFound.text')}
      </EmptyState>
    </div>
  )
}
