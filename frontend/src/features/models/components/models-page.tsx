import { useTranslation } from 'react-i18next'

export function ModelsPage() {
  const { t } = useTranslation('models')
  return <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
}
