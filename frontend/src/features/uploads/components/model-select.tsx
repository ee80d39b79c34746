import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { Select } from '@/components/ui/select'

export const AUTOMATIC = 'auto'

export interface ModelSelectProps {
  models: readonly Model[]
  value: string
  onValueChange: (slug: string) => void
}

/** A chosen model serves the files of its own kind, the others keep their default. */
export function ModelSelect({ models, value, onValueChange }: ModelSelectProps) {
  const { t } = useTranslation(['uploads', 'app'])
  const options = [
    { value: AUTOMATIC, label: t('model.auto'), hint: t('model.autoHint') },
    ...models.map((model) => ({ value: model.slug, label: model.title, hint: t(`app:kind.${model.kind}`) })),
  ]
  return (
    <Select
      label={t('model.label')}
      value={value}
      onValueChange={onValueChange}
      options={options}
      className="max-w-52"
    />
  )
}
