import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { Select } from '@/components/ui/select'
import { useKindWords } from '@/components/use-kind-words'

const AUTOMATIC = 'auto'

export interface ModelSelectProps {
  models: readonly Model[]
  /** A slug, or `slug/versions/N` where somebody came to try that version. */
  value: string | undefined
  onValueChange: (model: string | undefined) => void
}

/** A chosen model serves the files of its own kind, the others keep their default. */
export function ModelSelect({ models, value, onValueChange }: ModelSelectProps) {
  const { t } = useTranslation('uploads')
  const kindWords = useKindWords()
  const options = [
    { value: AUTOMATIC, label: t('model.auto'), hint: t('model.autoHint') },
    ...models.flatMap((model) => [
      { value: model.slug, label: model.title, hint: kindWords(model.kind) },
      ...(value?.startsWith(`${model.slug}/versions/`)
        ? [
            {
              value,
              label: t('model.version', { title: model.title, number: value.split('/')[2] }),
              hint: kindWords(model.kind),
            },
          ]
        : []),
    ]),
  ]
  return (
    <Select
      label={t('model.label')}
      value={value ?? AUTOMATIC}
      onValueChange={(slug) => onValueChange(slug === AUTOMATIC ? undefined : slug)}
      options={options}
      className="max-w-52"
    />
  )
}
