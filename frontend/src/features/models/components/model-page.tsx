import { useTranslation } from 'react-i18next'

export function ModelPage({ slug }: { slug: string }) {
  const { t } = useTranslation('models')
  return <h1 className="text-xl font-semibold tracking-tight">{t('title')} {slug}</h1>
}
