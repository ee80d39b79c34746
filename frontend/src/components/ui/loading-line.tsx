import { useTranslation } from 'react-i18next'

/** Along the top of the window while something is on its way, once it has taken so long that one wonders. */
export function LoadingLine() {
  const { t } = useTranslation('app')
  return (
    <div role="status" className="loading-line fixed inset-x-0 top-0 z-50 h-0.75 overflow-hidden bg-accent-soft">
      <span className="sr-only">{t('loading')}</span>
      <span aria-hidden className="block h-full w-1/3 rounded-full bg-accent" />
    </div>
  )
}
