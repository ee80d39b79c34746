import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Select } from '@/components/ui/select'
import { choicesOf, modelWords, type VersionFigures } from '../models'

const ALL = 'all'

/** Narrows the figures, and the list below them, to a model or to a version. */
export function ModelFilter({ versions, chosen }: { versions: VersionFigures[]; chosen: string | undefined }) {
  const { t } = useTranslation('operations')
  const navigate = useNavigate({ from: '/operations' })
  return (
    <Select
      label={t('versions.filter')}
      value={chosen ?? ALL}
      onValueChange={(value) =>
        void navigate({ search: (old) => ({ ...old, model: value === ALL ? undefined : value }), resetScroll: false })
      }
      className="max-w-48 min-w-0"
      options={[
        { value: ALL, label: t('versions.all') },
        ...choicesOf(versions, chosen).map((value) => ({ value, label: modelWords(value) })),
      ]}
    />
  )
}
