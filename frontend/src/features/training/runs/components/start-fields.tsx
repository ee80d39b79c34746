import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { Card } from '@/components/ui/card'
import { Select } from '@/components/ui/select'
import { formatNumber } from '@/lib/format'
import type { NewRunSearch } from '../new-run'
import type { DataSet, DataSetVersion } from '../../data-sets/types'

export interface StartFieldsProps {
  sets: DataSet[]
  models: Model[]
  version: DataSetVersion
  search: NewRunSearch
  onSearch: (next: NewRunSearch) => void
}

const SCRATCH = 'scratch'

/** The data set, and the model whose weights the run begins with. */
export function StartFields({ sets, models, version, search, onSearch }: StartFieldsProps) {
  const { t, i18n } = useTranslation('runs')
  const versions = sets.flatMap((set) => set.versions)
  const keyOf = ({ data_set, number }: DataSetVersion) => `${data_set}/${number}`
  const parents = models
    .filter(({ kind }) => kind === version.kind)
    .flatMap(({ slug, title, versions: all }) =>
      all.map(({ number }) => ({ value: `${slug}/versions/${number}`, label: `${title}, v${number}` })),
    )
  const choose = (key: string) => {
    const next = versions.find((one) => keyOf(one) === key)
    if (!next) return
    const { parent, like } = next.kind === version.kind ? search : {}
    onSearch({
      data_set: next.data_set,
      version: next.number,
      ...(parent ? { parent } : {}),
      ...(like ? { like } : {}),
    })
  }
  return (
    <Card className="grid gap-5 p-4 sm:grid-cols-2 sm:p-5">
      <div className="flex min-w-0 flex-col gap-1.5">
        <span aria-hidden className="text-sm font-medium">
          {t('dataSet')}
        </span>
        <Select
          label={t('dataSet')}
          value={keyOf(version)}
          onValueChange={choose}
          options={versions.map((one) => ({
            value: keyOf(one),
            label: `${one.title}, v${one.number}`,
            hint: t('trains', {
              count: one.counts.train.items,
              number: formatNumber(one.counts.train.items, i18n.language),
            }),
          }))}
        />
        <p className="text-[13px] text-muted tabular-nums">
          {t('trains', {
            count: version.counts.train.items,
            number: formatNumber(version.counts.train.items, i18n.language),
          })}
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-1.5">
        <span aria-hidden className="text-sm font-medium">
          {t('from')}
        </span>
        <Select
          label={t('from')}
          value={search.parent ?? SCRATCH}
          onValueChange={(parent) =>
            onSearch({ data_set: version.data_set, version: version.number, ...(parent === SCRATCH ? {} : { parent }) })
          }
          options={[{ value: SCRATCH, label: t('scratch') }, ...parents]}
        />
        <p className="text-[13px] text-muted">{t(search.parent ? 'fromHint' : 'scratchHint')}</p>
      </div>
    </Card>
  )
}
