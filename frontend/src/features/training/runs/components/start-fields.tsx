import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { Card } from '@/components/ui/card'
import { SelectField } from '@/components/ui/field'
import { formatNumber } from '@/lib/format'
import { SCRATCH } from '../new-run'
import type { NewRunSearch } from '../new-run-search'
import { VersionField } from '../../data-sets/components/version-field'
import type { DataSet, DataSetVersion } from '../../data-sets/types'

export interface StartFieldsProps {
  sets: DataSet[]
  models: Model[]
  version: DataSetVersion
  /** slug/versions/N, or null for a new network. */
  parent: string | null
  search: NewRunSearch
  onSearch: (next: NewRunSearch) => void
}

/** The data set, and the model whose weights the run begins with. */
export function StartFields({ sets, models, version, parent, search, onSearch }: StartFieldsProps) {
  const { t, i18n } = useTranslation('runs')
  const parents = models
    .filter(({ kind }) => kind === version.kind)
    .flatMap(({ slug, title, versions: all }) =>
      all.map(({ number }) => ({ value: `${slug}/versions/${number}`, label: `${title}, v${number}` })),
    )
  const trains = ({ counts: { train } }: DataSetVersion) =>
    t('trains', { count: train.items, number: formatNumber(train.items, i18n.language) })
  const choose = (next: DataSetVersion) => {
    const { parent: chosen, like } = next.kind === version.kind ? search : {}
    onSearch({
      data_set: next.data_set,
      version: next.number,
      ...(chosen ? { parent: chosen } : {}),
      ...(like ? { like } : {}),
    })
  }
  return (
    <Card className="grid gap-5 p-4 sm:grid-cols-2 sm:p-5">
      <VersionField
        label={t('dataSet')}
        versions={sets.flatMap((set) => set.versions)}
        value={version}
        onChange={choose}
        words={trains}
        hint={trains(version)}
      />
      <SelectField
        label={t('from')}
        hint={t(parent ? 'fromHint' : 'scratchHint')}
        value={parent ?? SCRATCH}
        onValueChange={(chosen) => onSearch({ data_set: version.data_set, version: version.number, parent: chosen })}
        options={[{ value: SCRATCH, label: t('scratch') }, ...parents]}
      />
    </Card>
  )
}
