import { Link, useLocation, useRouter } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Where the detail page was opened: going back finds that place as it was left. */
    from?: 'tryIt' | 'history'
  }
}

/** To where the reader came from, as it was left, filters and place; else to the list. */
export function BackLink() {
  const { t } = useTranslation('app')
  const router = useRouter()
  const { from } = useLocation().state
  const back = (event: MouseEvent) => {
    if (!from || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    router.history.back()
  }
  return (
    <Button asChild variant="ghost" size="sm" className="mb-3 -ml-2">
      <Link to={from === 'tryIt' ? '/' : '/history'} onClick={back}>
        <ArrowLeft /> {t(`nav.${from ?? 'history'}`)}
      </Link>
    </Button>
  )
}
