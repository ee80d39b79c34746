import { useTranslation } from 'react-i18next'

export function PredictionPage({ id }: { id: string }) {
  const { t } = useTranslation('history')
  return <h1 className="text-xl font-semibold tracking-tight">{t('title')} {id}</h1>
}
