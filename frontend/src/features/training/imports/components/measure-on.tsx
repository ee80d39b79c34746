import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Select } from '@/components/ui/select'
import { dataSetsQuery } from '../../data-sets/api'

/** A frozen data set, or none. */
export type Measure = { data_set: string; version: number } | null

const NONE = 'none'

/** On which frozen data set a model is measured once it is there; nothing where none was frozen yet. */
export function MeasureOn({ value, onChange }: { value: Measure; onChange: (next: Measure) => void }) {
  const { t } = useTranslation('imports')
  const { data: sets } = useQuery(dataSetsQuery)
  const versions = sets?.flatMap((set) => set.versions) ?? []
  if (versions.length === 0) return null
  const keyOf = (one: { data_set: string; number: number }) => `${one.data_set}/${one.number}`
  const choose = (key: string) => {
    const chosen = versions.find((one) => keyOf(one) === key)
    onChange(chosen ? { data_set: chosen.data_set, version: chosen.number } : null)
  }
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span aria-hidden className="text-sm font-medium">
        {t('measure')}
      </span>
      <Select
        label={t('measure')}
        value={value ? `${value.data_set}/${value.version}` : NONE}
        onValueChange={choose}
        options={[
          { value: NONE, label: t('measureNone') },
          ...versions.map((one) => ({ value: keyOf(one), label: `${one.title}, v${one.number}` })),
        ]}
      />
      <p className="text-[13px] text-muted">{t('measureHint')}</p>
    </div>
  )
}
