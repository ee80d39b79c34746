import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { dataSetsQuery } from '../../data-sets/api'
import { VersionField } from '../../data-sets/components/version-field'

/** A frozen data set, or none. */
export type Measure = { data_set: string; version: number } | null

/** On which frozen data set a model is measured once it is there; nothing where none was frozen yet. */
export function MeasureOn({ value, onChange }: { value: Measure; onChange: (next: Measure) => void }) {
  const { t } = useTranslation('imports')
  const { data: sets } = useQuery(dataSetsQuery)
  const versions = sets?.flatMap((set) => set.versions) ?? []
  if (versions.length === 0) return null
  return (
    <VersionField
      label={t('measure')}
      hint={t('measureHint')}
      versions={versions}
      value={versions.find((one) => one.data_set === value?.data_set && one.number === value.version) ?? null}
      onChange={({ data_set, number }) => onChange({ data_set, version: number })}
      none={{ label: t('measureNone'), onChoose: () => onChange(null) }}
    />
  )
}
