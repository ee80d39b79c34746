import { useTranslation } from 'react-i18next'

export function OperationsPage() {
  const { t } = useTranslation('operations')
  return <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
}
