import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import type { MediaRefusal } from '../media-access'

/** For what the reader can change without leaving the page: the permission, or the device. */
export function AskAgain({ reason, onAsk }: { reason: MediaRefusal; onAsk: () => void }) {
  const { t } = useTranslation('app')
  if (reason === 'insecure' || reason === 'unsupported') return null
  return (
    <Button size="sm" onClick={onAsk}>
      {t('action.tryAgain')}
    </Button>
  )
}
