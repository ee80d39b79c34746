import { Link, useLocation, useRouter } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The detail page was opened from the list: going back finds the list as it was left. */
    fromHistory?: boolean
  }
}

/** To the list: as it was left, filters and place, when the reader came from there. */
export function BackLink() {
  const { t } = useTranslation('history')
  const router = useRouter()
  const { fromHistory } = useLocation().state
  const back = (event: MouseEvent) => {
    if (!fromHistory || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    router.history.back()
  }
  return (
    <Button asChild variant="ghost" size="sm" className="mb-3 -ml-2">
      <Link to="/history" onClick={back}>
        <ArrowLeft /> {t('title')}
      </Link>
    </Button>
  )
}
