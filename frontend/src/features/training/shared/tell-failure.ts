import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { sentenceFor } from '@/lib/problem-words'

/** Shows in a toast why something could not be done at once. */
export function useTellFailure(): (error: unknown) => void {
  const { t } = useTranslation('app')
  return (error) =>
    toast.error(sentenceFor(error, { unreachable: t('error.unreachable'), unknown: t('error.unknown') }))
}
