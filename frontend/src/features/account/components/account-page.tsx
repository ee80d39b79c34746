import { useTranslation } from 'react-i18next'

export function AccountPage() {
  const { t } = useTranslation('account')
  return <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
}
