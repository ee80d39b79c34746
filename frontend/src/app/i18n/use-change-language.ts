import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { LoadError } from '@/lib/load-code'
import { changeLanguage, type Language } from './i18n'

/** Changes the language once its words are there; where they cannot be fetched, a message says so. */
export function useChangeLanguage(): (language: Language) => void {
  const { t } = useTranslation('app')
  return (language) =>
    void changeLanguage(language).catch((error: unknown) =>
      toast.error(t(`load.${error instanceof LoadError ? error.reason : 'broken'}.text`)),
    )
}
