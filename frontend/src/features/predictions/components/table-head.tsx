import { useTranslation } from 'react-i18next'

/** The columns of the table view, in step with prediction-row.tsx. On a phone, whose rows have two lines, to hear only. */
export function TableHead() {
  const { t } = useTranslation('predictions')
  return (
    <div
      role="row"
      className="flex h-9 items-center gap-3 border-b bg-sunken px-3 text-xs font-medium text-muted max-sm:sr-only"
    >
      <span role="columnheader" className="sm:w-1/3">
        {t('table.file')}
      </span>
      <span role="columnheader" className="flex-1">
        {t('table.answer')}
      </span>
      <span role="columnheader" className="hidden w-20 text-right sm:block">
        {t('table.confidence')}
      </span>
      <span role="columnheader" className="text-right sm:w-44">
        {t('table.state')}
      </span>
    </div>
  )
}
