import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { formatDateTime, formatNumber } from '@/lib/format'
import type { Comparison, VersionName } from '../types'
import { inOrder } from '../variants'
import { ComparisonTable } from './comparison-table'
import { JobNote } from '../../jobs/components/job-note'
import { RemoveJob } from '../../jobs/components/remove-job'
import { Scatter } from './scatter'
import { Section } from '@/components/section'

/** One go at making variants: how it stands, and then what came out. */
export function ComparisonView({ comparison, version }: { comparison: Comparison; version: VersionName }) {
  const { t, i18n } = useTranslation('variants')
  const { job, table } = comparison
  const steps = inOrder(comparison.steps, (step) => t(`step.${step}`))
  return (
    <Section
      title={t('on', { steps, name: comparison.data_set, number: comparison.data_set_version })}
      lead={formatDateTime(job.created_at, i18n.language)}
      action={<RemoveJob job={job} title={t('delete', { steps })} text={t('deleteText')} />}
    >
      <div className="flex flex-col gap-4">
        <JobNote job={job} />
        {table ? (
          <>
            <ComparisonTable table={table} variants={comparison.variants} version={version} />
            <Card className="p-4">
              <Scatter table={table} />
            </Card>
            <p className="text-[13px] text-muted">
              {t('table.machine', {
                ...table.machine,
                items: formatNumber(table.items, i18n.language),
                split: table.split,
                item: table.item,
              })}
            </p>
          </>
        ) : null}
      </div>
    </Section>
  )
}
