import { useTranslation } from 'react-i18next'

/** What somebody did, in words; one that only a newer server knows stays as it is. */
export function useEventWords(): (event: string) => string {
  const { t, i18n } = useTranslation('audit')
  return (event) => (i18n.exists(`event.${event}`, { ns: 'audit' }) ? t(`event.${event as 'sign_in'}`) : event)
}
