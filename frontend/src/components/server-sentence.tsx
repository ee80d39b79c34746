import { useTranslation } from 'react-i18next'

/** A sentence of the server about something that has no code. It is English, and marked as such on a page that is not. */
export function ServerSentence({ children }: { children: string | null }) {
  const { t, i18n } = useTranslation('app')
  if (i18n.language === 'en' || !children) return children
  return (
    <>
      {t('serverSentence')} <span lang="en">{children}</span>
    </>
  )
}
