import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export function PageMissing() {
  const { t } = useTranslation('app')
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
