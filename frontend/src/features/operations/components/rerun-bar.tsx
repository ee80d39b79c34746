import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnedPrediction } from '@/api/types'
import { Select } from '@/components/ui/select'
import { useFailureName } from '@/lib/use-problem-words'
import { overviewQuery } from '../api'
import { modelWords, referenceOf } from '../models'
import type { Filters, Range } from '../search'
import { RerunButton } from './rerun-button'

const AS_THEN = 'as-then'
const AT_ONCE = 100

/** Runs again what the list shows, or all of the reason that it is narrowed to. */
export function RerunBar({ rows, filters, range }: { rows: OwnedPrediction[]; filters: Filters; range: Range }) {
  const { t } = useTranslation('operations')
  const reason = useFailureName()
  const [version, setVersion] = useState(AS_THEN)
  const { data } = useQuery(overviewQuery(range, filters.model))
  const failed = rows.filter(({ prediction, rerun }) => prediction.status === 'failed' && !rerun).slice(0, AT_ONCE)
  const code = failed[0]?.prediction.error?.code
  const model = version === AS_THEN ? {} : { model: version }
  if (filters.status !== 'failed' || failed.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        label={t('rerun.by')}
        value={version}
        onValueChange={setVersion}
        className="max-w-full"
        options={[
          { value: AS_THEN, label: t('rerun.asThen') },
          ...(data?.versions ?? []).map((one) => ({ value: referenceOf(one), label: modelWords(referenceOf(one)) })),
        ]}
      />
      <RerunButton
        wish={{ ids: failed.map(({ prediction }) => prediction.id), ...model }}
        words={t('rerun.shown', { count: failed.length })}
      />
      {filters.code && code === filters.code ? (
        <RerunButton wish={{ code, ...model }} words={t('rerun.all', { reason: reason(code) })} />
      ) : null}
    </div>
  )
}
