import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'

export function BackLink() {
  const { t } = useTranslation('training')
  return (
    <Button asChild variant="ghost" size="sm" className="mb-3 -ml-2">
      <Link to="/training">
        <ArrowLeft /> {t('title')}
      </Link>
    </Button>
  )
}
